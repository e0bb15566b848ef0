/** The one class that `fhir-mappers` throws, and only for what cannot be expected: mappers answer with a `Result`. */
export type FhirMappersErrorCode = 'not-a-claim' | 'too-deep'

export class FhirMappersError extends Error {
  readonly code: FhirMappersErrorCode

  constructor(code: FhirMappersErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'FhirMappersError'
    this.code = code
  }
}
