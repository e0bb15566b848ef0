/** Registration, coverage and earlier services -> what a claim check may know: presence and agreement, never a name. */
import type { Coverage, Patient } from '@medplum/fhirtypes'
import type { ClaimContext } from '#coding/claims/claim-context.ts'
import { listCodings } from './coding.ts'
import { findDay, mapPeriod } from './date-time.ts'
import { asList, asNumber, asObject, asText, type Loose, present } from './loose.ts'
import { SOURCE_OF_PAYMENT } from './systems.ts'

type PatientFacts = NonNullable<ClaimContext['patient']>
type CoverageFacts = NonNullable<ClaimContext['coverage']>

function mapPatientFacts(resource: unknown): PatientFacts | undefined {
  const patient = asObject<Patient>(resource)
  if (patient.resourceType !== 'Patient') return undefined
  const names = asList<{ family: string; text: string }>(patient.name)
  const addresses = asList<{ line: unknown; city: string; text: string }>(patient.address)
  return {
    hasName: names.some(({ family, text }) => (asText(family) ?? asText(text) ?? '') !== ''),
    hasAddress: addresses.some(
      ({ line, city, text }) => asList(line).length > 0 || Boolean(asText(city) ?? asText(text)),
    ),
    ...present({
      birthDate: findDay(asText(patient.birthDate)),
      deathDate: findDay(asText(patient.deceasedDateTime)),
    }),
  }
}

const STATUS = { active: 'active', cancelled: 'cancelled', draft: 'draft' } as const

function readStatus(status: unknown): CoverageFacts['status'] {
  const text = asText(status)
  // Coverage.status is required; servers that omit it serve current policies.
  if (text === undefined) return 'active'
  return Object.entries(STATUS).find(([name]) => name === text)?.[1] ?? 'unknown'
}

/** `subscriber-relationship` of HL7: "self" or any other. */
function readRelationship(relationship: unknown): CoverageFacts['relationship'] {
  const codes = listCodings(relationship).map(({ code }) => code)
  if (codes.length === 0) return undefined
  return codes.includes('self') ? 'self' : 'other'
}

/** CMS, Medicare beneficiary identifier: eleven places, letters without S, L, O, I, B and Z. */
const BENEFICIARY =
  /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/

/** Plans number their members each in its own way; only Original Medicare (typology 12) has a form that is public. */
function judgeSubscriberId(coverage: Loose<Coverage>): boolean | undefined {
  const isOriginal = listCodings(coverage.type).some(
    ({ system, code }) => system === SOURCE_OF_PAYMENT && code?.startsWith('12') === true,
  )
  const number = asText(coverage.subscriberId)?.replaceAll(/[\s-]/g, '').toUpperCase()
  return isOriginal && number !== undefined ? BENEFICIARY.test(number) : undefined
}

function mapCoverageFacts(resource: unknown, active: number): CoverageFacts | undefined {
  const coverage = asObject<Coverage>(resource)
  if (coverage.resourceType !== 'Coverage') return undefined
  const period = mapPeriod(coverage.period)
  return {
    status: readStatus(coverage.status),
    ...present({ subscriberIdFits: judgeSubscriberId(coverage) }),
    hasSubscriberId: (asText(coverage.subscriberId) ?? '') !== '' || asList(coverage.identifier).length > 0,
    hasSubscriber: coverage.subscriber !== undefined || coverage.policyHolder !== undefined,
    hasPayor: asList(coverage.payor).length > 0,
    active,
    ...present({
      relationship: readRelationship(coverage.relationship),
      order: asNumber(coverage.order),
      start: findDay(period.start),
      end: findDay(period.end),
    }),
  }
}

export type ContextSources = {
  readonly patient: unknown
  readonly coverages: readonly unknown[]
  /** The one that the draft names, as `Coverage/id`. */
  readonly coverageReference?: string
}

/**
 * @returns only what the sources say; a resource that is none leaves its part out, so that no rule takes silence for
 * agreement. Earlier services are added by whoever can look them up.
 */
export function mapClaimContext({ patient, coverages, coverageReference }: ContextSources): ClaimContext {
  const id = coverageReference?.replace(/^.*Coverage\//, '')
  const named = coverages.find((coverage) => id !== undefined && asText(asObject<Coverage>(coverage).id) === id)
  const active = coverages.filter((coverage) => readStatus(asObject<Coverage>(coverage).status) === 'active').length
  return present({ patient: mapPatientFacts(patient), coverage: mapCoverageFacts(named, active) })
}
