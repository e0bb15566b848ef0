/** What Postil calls itself in the EHR's Device and Provenance; a test keeps it equal to package.json. */
import type { SoftwareIdentity } from '#fhir-mappers/build-context.ts'

export const SOFTWARE: SoftwareIdentity = { version: '0.1.0' }
