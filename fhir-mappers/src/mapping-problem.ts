/** What could not be taken over from a resource: enough to count and to explain, nothing of what the chart says. */
import type { Result } from '#coding/domain/result.ts'

export type MappingProblemCode =
  /** Not the resource that was asked for. */
  | 'wrong-type'
  | 'no-id'
  /** Its subject is somebody else. */
  | 'wrong-patient'
  /** It belongs to another encounter of this patient. */
  | 'other-encounter'
  /** Entered in error, superseded, cancelled or not done. */
  | 'not-valid'
  /** Nothing in it that the record could use. */
  | 'no-content'
  /** No day could be read; the caller's fallback was used. */
  | 'no-date'
  /** Withheld by the sensitivity policy. */
  | 'withheld'
  /** The EHR says that it removed parts (`REDACTED`, `SUBSETTED`). */
  | 'redacted'
  /** More than a record may hold; the oldest were left out. */
  | 'too-many'

export type MappingProblem = { readonly resourceType: string; readonly code: MappingProblemCode }

export type Mapped<Value> = Result<Value, MappingProblem>

export function mapped<Value>(value: Value): Mapped<Value> {
  return { ok: true, value }
}

export function unmapped(resourceType: string, code: MappingProblemCode): Mapped<never> {
  return { ok: false, problem: { resourceType, code } }
}
