/** Shape of coding/data/places-of-service.yaml as it is compiled. */
export type PlacesOfService = {
  readonly visits: readonly {
    readonly from: string
    readonly to: string
    readonly never?: readonly string[]
    readonly only?: readonly string[]
    /** Our own words for the family. */
    readonly say: string
  }[]
  readonly valid: readonly string[]
}
