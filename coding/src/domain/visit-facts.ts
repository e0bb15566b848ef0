/** What is known of a visit before a note is read: where it belongs at the site, what kind it is, who took part. */
import type { DateOnly } from './date-only.ts'

/** As the EHR writes them: codes and words of its own, which settings of the site name again. */
export type Visit = {
  /** Where the visit belongs at the site (FHIR `Encounter.serviceType`); absent where the EHR does not say. */
  readonly serviceLine?: string
  readonly types: readonly string[]
  /** Opaque references of those who took part, `Practitioner/…`. */
  readonly providers: readonly string[]
}

export type VisitFacts = Visit & { readonly date: DateOnly }
