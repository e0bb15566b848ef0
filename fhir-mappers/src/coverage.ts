/** Coverage: which kind of payer stands first, and the reference that a claim may name. */
import type { Coverage } from '@medplum/fhirtypes'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { PayerKind } from '#coding/domain/encounter-record.ts'
import { findConceptText, listCodings, type ReadCoding } from './coding.ts'
import { findDay, mapPeriod } from './date-time.ts'
import { asList, asNumber, asObject, asText, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { parseReference } from './reference.ts'
import { SOURCE_OF_PAYMENT } from './systems.ts'

export type MappedCoverage = {
  readonly reference: string
  readonly payer: PayerKind
  readonly isActive: boolean
  /** 1 is the first to pay. */
  readonly order?: number
  readonly start?: DateOnly
  readonly end?: DateOnly
}

// v3-ActCode (ActCoverageTypeCode) and the coverage-selfpay code of FHIR R4's coverage-type value set.
const TYPES: ReadonlyMap<string, PayerKind> = new Map([
  ['pay', 'self-pay'],
  ['EHCPOL', 'commercial'],
  ['HSAPOL', 'commercial'],
  ['MCPOL', 'commercial'],
  ['POS', 'commercial'],
  ['HMO', 'commercial'],
  ['PPO', 'commercial'],
  ['AUTOPOL', 'other'],
  ['WCBPOL', 'other'],
  ['PUBLICPOL', 'other'],
])

// Source of Payment Typology (US Core Coverage.type): the first digits name the family. 1 Medicare, 2 Medicaid,
// 5 and 6 private, 7 managed care unspecified, 81 self-pay; 3, 4, 8 and 9 are other payers.
const TYPOLOGY: readonly (readonly [RegExp, PayerKind])[] = [
  [/^1/, 'medicare'],
  [/^2/, 'medicaid'],
  [/^[567]/, 'commercial'],
  [/^81/, 'self-pay'],
  [/^[3489]/, 'other'],
]

const WORDS: readonly (readonly [RegExp, PayerKind])[] = [
  [/medicaid|\bchip\b/i, 'medicaid'],
  [/medicare/i, 'medicare'],
  [/self[- ]?pay|uninsured/i, 'self-pay'],
  [/tricare|champva|veterans|workers.? comp|\bauto/i, 'other'],
  [/commercial|\b(hmo|ppo|epo)\b|blue cross|private/i, 'commercial'],
]

export function mapCoverage(resource: unknown): Mapped<MappedCoverage> {
  const coverage = asObject<Coverage>(resource)
  if (coverage.resourceType !== 'Coverage') return unmapped('Coverage', 'wrong-type')
  const reference = parseReference(`Coverage/${asText(coverage.id) ?? ''}`)
  if (reference.kind !== 'resource') return unmapped('Coverage', 'no-id')
  if (coverage.status === 'entered-in-error') return unmapped('Coverage', 'not-valid')
  const period = mapPeriod(coverage.period)
  return mapped({
    reference: `Coverage/${reference.id}`,
    payer: mapPayer(coverage.type, coverage.payor),
    // A missing status counts as active: Coverage.status is required, and servers that omit it serve current policies.
    isActive: coverage.status === undefined || coverage.status === 'active',
    ...present({ order: asNumber(coverage.order), start: findDay(period.start), end: findDay(period.end) }),
  })
}

/** @returns the active coverage that pays first on the day. */
export function findPrimaryCoverage(coverages: readonly MappedCoverage[], on: DateOnly): MappedCoverage | undefined {
  return coverages
    .filter(({ isActive, start, end }) => isActive && (start ?? on) <= on && on <= (end ?? on))
    .toSorted((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity) || 0)[0]
}

function mapPayer(type: unknown, payors: unknown): PayerKind {
  const byCode = listCodings(type)
    .map(findPayerByCode)
    .find((payer) => payer !== undefined)
  if (byCode !== undefined && byCode !== 'commercial') return byCode
  const payorNames = asList<{ display: string }>(payors).map((payor) => asText(payor.display) ?? '')
  const words = [findConceptText(type) ?? '', ...payorNames].join(' ')
  // Words may say more than a code for managed care: a Medicare Advantage HMO is Medicare.
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? byCode ?? 'unknown'
}

function findPayerByCode({ system, code }: ReadCoding): PayerKind | undefined {
  if (code === undefined) return undefined
  if (system === SOURCE_OF_PAYMENT) return TYPOLOGY.find(([pattern]) => pattern.test(code))?.[1]
  return TYPES.get(code)
}
