/** Vendor operations that post a charge and take it back. None of them is a draft, so no draft may ever end here. */
import { allOk, badRequest } from '@medplum/core'
import type { FhirRepository, FhirResponse } from '@medplum/fhir-router'
import type { ChargeItem, Parameters } from '@medplum/fhirtypes'
import { isRecord } from '../is-record.ts'

/** Answers 200 without saying what it made. */
export async function postCharge(body: unknown, repository: FhirRepository): Promise<FhirResponse> {
  const parameters = isParameters(body) ? (body.parameter ?? []) : []
  const charge = parameters.find(({ name }) => name === 'chargeItem')?.resource
  if (!hasTransactionId(body)) return [badRequest('transactionId is required')]
  if (charge?.resourceType !== 'ChargeItem' || charge.status !== 'unknown') {
    return [badRequest('chargeItem is required, with the status unknown')]
  }
  if (!(charge.context && charge.occurrenceDateTime && charge.quantity && charge.code.coding?.length === 1)) {
    return [badRequest('context, occurrenceDateTime, quantity and a code with one coding are required')]
  }
  await repository.createResource<ChargeItem>({ ...charge, status: 'billable' })
  return [allOk]
}

/** Once: what was credited or billed is not taken back by it. */
export async function creditCharge(id: string, body: unknown, repository: FhirRepository): Promise<FhirResponse> {
  if (!hasTransactionId(body)) return [badRequest('transactionId is required')]
  const charge = await repository.readResource<ChargeItem>('ChargeItem', id)
  if (charge.status !== 'billable') return [badRequest(`A charge that is ${charge.status} cannot be credited`)]
  await repository.updateResource<ChargeItem>({ ...charge, status: 'not-billable' })
  return [allOk]
}

function hasTransactionId(body: unknown): boolean {
  const parameters = isParameters(body) ? (body.parameter ?? []) : []
  return parameters.some(({ name, valueUuid }) => name === 'transactionId' && valueUuid !== undefined)
}

function isParameters(body: unknown): body is Parameters {
  return isRecord(body) && body['resourceType'] === 'Parameters'
}
