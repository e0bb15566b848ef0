/** FHIR versions are weak entity tags: https://hl7.org/fhir/R4/http.html#concurrency */
export function entityTag(versionId: string): string {
  return `W/"${versionId}"`
}
