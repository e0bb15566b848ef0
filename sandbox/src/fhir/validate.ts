import { validateResource } from '@medplum/core'
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes'
import { MAXIMUM_BODY_BYTES } from '../http.ts'

/**
 * Cardinality, unknown properties, formats, reference targets and invariants; bindings are not checked by @medplum/core.
 * What fits into a request fits into an attachment: core's own limit is 1 MiB.
 * @throws OperationOutcomeError
 */
export function validate(resource: Resource): OperationOutcomeIssue[] {
  return validateResource(resource, { base64BinaryMaxBytes: MAXIMUM_BODY_BYTES })
}
