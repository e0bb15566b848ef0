/** A Claim as it stands in the EHR, back to what the screen shows: codes and numbers, and whether it is still ours. */
import type { Claim, ClaimDiagnosis, ClaimInsurance, ClaimItem, Identifier, Meta, Quantity } from '@medplum/fhirtypes'
import type { ClaimKind } from '#coding/domain/draft-claim.ts'
import { hasAiLabel, hasInlineAiLabel } from './ai-label.ts'
import { findCode, findConceptText, listCodings } from './coding.ts'
import { asDateTime, findDay, mapPeriod } from './date-time.ts'
import { FhirMappersError } from './errors.ts'
import { asList, asNumber, asObject, asText, type Loose, present } from './loose.ts'
import { findRelativeReference } from './reference.ts'
import { CLAIM_TYPE, DRAFT_CLAIM } from './systems.ts'

export type FiledClaim = {
  readonly id?: string
  readonly versionId?: string
  /** Our identifier; absent on a Claim that we did not write. */
  readonly key?: string
  readonly status: Claim['status'] | 'unknown'
  readonly kind: ClaimKind
  /** Whether the claim as a whole still says that software asserted it. */
  readonly label: 'ai-asserted' | 'none'
  readonly created?: string
  readonly period: { readonly start?: string; readonly end?: string }
  readonly provider?: string
  readonly coverage?: string
  readonly diagnoses: readonly FiledDiagnosis[]
  readonly lines: readonly FiledLine[]
}

type FiledDiagnosis = {
  readonly sequence: number
  /** Absent for a diagnosis that is only a reference to a Condition. */
  readonly code?: string
  readonly title?: string
  readonly verified: boolean
}

type FiledLine = {
  readonly sequence: number
  readonly code?: string
  readonly modifiers: readonly string[]
  readonly units?: number
  readonly diagnosisPointers: readonly number[]
  readonly placeOfService?: string
  readonly date?: string
  readonly verified: boolean
}

const STATUSES: readonly Claim['status'][] = ['active', 'cancelled', 'draft', 'entered-in-error']

/**
 * Reads any Claim, also one that a person has changed: what is missing stays out.
 * @throws FhirMappersError `not-a-claim`
 */
export function parseClaim(resource: unknown): FiledClaim {
  const claim = asObject<Claim>(resource)
  if (claim.resourceType !== 'Claim')
    throw new FhirMappersError('not-a-claim', 'The EHR answered with another resource.')
  const meta = asObject<Meta>(claim.meta)
  const insurance = asList<ClaimInsurance>(claim.insurance)
  const focal = insurance.find((entry) => entry.focal === true) ?? insurance[0]
  return {
    status: STATUSES.find((status) => status === claim.status) ?? 'unknown',
    kind: findCode(claim.type, CLAIM_TYPE) === 'institutional' ? 'institutional' : 'professional',
    label: hasAiLabel(meta.security) ? 'ai-asserted' : 'none',
    period: mapPeriod(claim.billablePeriod),
    diagnoses: asList<ClaimDiagnosis>(claim.diagnosis).map(parseDiagnosis),
    lines: asList<ClaimItem>(claim.item).map(parseLine),
    ...present({
      id: asText(claim.id),
      versionId: asText(meta.versionId),
      key: asList<Identifier>(claim.identifier)
        .filter((identifier) => identifier.system === DRAFT_CLAIM)
        .map((identifier) => asText(identifier.value))[0],
      created: asDateTime(claim.created),
      provider: findRelativeReference(claim.provider),
      coverage: findRelativeReference(focal?.coverage),
    }),
  }
}

function parseDiagnosis(diagnosis: Loose<ClaimDiagnosis>, index: number): FiledDiagnosis {
  const coding = listCodings(diagnosis.diagnosisCodeableConcept)[0]
  return {
    sequence: asNumber(diagnosis.sequence) ?? index + 1,
    ...present({ code: coding?.code, title: findConceptText(diagnosis.diagnosisCodeableConcept) }),
    verified: !hasInlineAiLabel(diagnosis.extension),
  }
}

function parseLine(item: Loose<ClaimItem>, index: number): FiledLine {
  const pointers: readonly unknown[] = Array.isArray(item.diagnosisSequence) ? item.diagnosisSequence : []
  return {
    sequence: asNumber(item.sequence) ?? index + 1,
    modifiers: asList(item.modifier).flatMap((modifier) => listCodings(modifier)[0]?.code ?? []),
    diagnosisPointers: pointers.map(asNumber).filter((pointer) => pointer !== undefined),
    ...present({
      code: listCodings(item.productOrService)[0]?.code,
      units: asNumber(asObject<Quantity>(item.quantity).value),
      placeOfService: listCodings(item.locationCodeableConcept)[0]?.code,
      date: findDay(item.servicedDate) ?? findDay(mapPeriod(item.servicedPeriod).start),
    }),
    verified: !hasInlineAiLabel(item.extension),
  }
}
