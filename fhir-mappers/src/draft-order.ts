/** The orders that are about to be signed, as CDS Hooks hands them over (https://cds-hooks.org/hooks/order-sign/). */
import type { Bundle, DeviceRequest, MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import type { DraftOrder } from '#coding/domain/encounter-record.ts'
import { findConceptText } from './coding.ts'
import { asList, asObject, asText, type Loose } from './loose.ts'
import { findReferencedId } from './reference.ts'

type Order = { readonly resourceType: string } & Pick<
  ServiceRequest,
  'id' | 'subject' | 'code' | 'reasonCode' | 'reasonReference'
> &
  Pick<MedicationRequest, 'medicationCodeableConcept'> &
  Pick<DeviceRequest, 'codeCodeableConcept'>

const TYPES: readonly unknown[] = ['ServiceRequest', 'MedicationRequest', 'DeviceRequest']
/** More are not signed at once, and each could be asked about. */
const MOST = 50

/** Leaves out orders for another patient, and those that are only bound to one drug or device by reference. */
export function mapDraftOrders(bundle: unknown, patientId: string): readonly DraftOrder[] {
  return asList<{ resource: object }>(asObject<Bundle>(bundle).entry)
    .slice(0, MOST)
    .flatMap(({ resource }, index) => {
      const order = asObject<Order>(resource)
      const text = findText(order)
      const isOurs = findReferencedId(order.subject, 'Patient') === patientId
      if (!(TYPES.includes(order.resourceType) && isOurs) || text === undefined) return []
      return [{ id: asText(order.id) ?? `order-${index + 1}`, text, hasReason: hasReason(order) }]
    })
}

function findText({ resourceType, code, codeCodeableConcept, medicationCodeableConcept }: Loose<Order>) {
  if (resourceType === 'MedicationRequest') return findConceptText(medicationCodeableConcept)
  return findConceptText(resourceType === 'DeviceRequest' ? codeCodeableConcept : code)
}

function hasReason({ reasonCode, reasonReference }: Loose<Order>): boolean {
  return [...asList<object>(reasonCode), ...asList<object>(reasonReference)].some((one) => Object.keys(one).length > 0)
}
