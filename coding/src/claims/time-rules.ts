/** Shape of coding/data/time-rules.yaml as it is compiled. Minutes are whole and inclusive; no `to` means no end. */
export type MinuteBand = { readonly code: string; readonly from: number; readonly to?: number }

export type TimeRules = {
  readonly psychotherapy: { readonly standalone: readonly MinuteBand[]; readonly with_visit: readonly MinuteBand[] }
}

export function findBand(bands: readonly MinuteBand[], minutes: number): MinuteBand | undefined {
  return bands.find(({ from, to }) => from <= minutes && (to === undefined || minutes <= to))
}
