/**
 * A line of a draft as Oracle's `ChargeItem/$create` takes it. The operation posts a charge at once; it is no draft, and
 * only a credit takes it back. Its public page names the parts, and each site names its own code systems and schedules
 * (smart-fhir conventions 5.1).
 */
import type { ChargeItem, CodeableConcept, Coding, Extension, Parameters } from '@medplum/fhirtypes'
import type { BillCodes } from '#coding/contract/tenant.ts'
import type { DraftClaim, DraftLine } from '#coding/domain/draft-claim.ts'
import { getModifierSystem } from '#coding/domain/procedure-code.ts'
import { findCode, listCodings } from './coding.ts'
import { findDay } from './date-time.ts'
import { buildProvider } from './draft-concepts.ts'
import { asList, asNumber, asObject, asText } from './loose.ts'
import { findReferencedId } from './reference.ts'
import { CPT, HCPCS } from './systems.ts'

const EXTENSIONS = 'https://fhir-ehr.cerner.com/r4/StructureDefinition'
const BILL_CODE_SCHEDULE = `${EXTENSIONS}/bill-code-schedule`
const MODIFIER_CODE = `${EXTENSIONS}/modifier-code`
const PRIORITY = `${EXTENSIONS}/priority`

export type PostContext = {
  /** 32 hex digits, of the draft. */
  readonly key: string
  readonly billCodes: BillCodes
}

export function buildPostedCharges(draft: DraftClaim, context: PostContext): readonly Parameters[] {
  return draft.lines.map((line, index) => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'transactionId', valueUuid: buildTransactionId(context.key, index) },
      { name: 'chargeItem', resource: buildCharge(draft, line, context) },
    ],
  }))
}

function buildCharge(draft: DraftClaim, line: DraftLine, { billCodes }: PostContext): ChargeItem {
  const diagnoses = line.diagnosisPointers.flatMap((pointer) => draft.diagnoses.slice(pointer - 1, pointer))
  const modifiers = line.modifiers.map((modifier, index): Extension => {
    const system = `${billCodes.base}/BillCodes-${getModifierSystem(modifier).toUpperCase()}`
    return {
      url: MODIFIER_CODE,
      extension: [
        { url: 'code', valueCodeableConcept: { coding: [{ system, code: modifier }] } },
        { url: 'priority', valueUnsignedInt: index + 1 },
      ],
    }
  })
  const schedule = billCodes.schedules[line.code.system]
  const coding: Coding = {
    extension: [{ url: BILL_CODE_SCHEDULE, valueCodeableConcept: { coding: [{ code: schedule }] } }],
    system: `${billCodes.base}/BillCodes-${line.code.system.toUpperCase()}`,
    code: line.code.code,
  }
  const reason = diagnoses.map(
    ({ code }, index): CodeableConcept => ({
      extension: [{ url: PRIORITY, valueUnsignedInt: index + 1 }],
      coding: [{ system: `${billCodes.base}/BillCodes-ICD`, code: code.code }],
    }),
  )
  return {
    resourceType: 'ChargeItem',
    ...(modifiers.length > 0 && { extension: modifiers }),
    status: 'unknown',
    code: { coding: [coding] },
    subject: { reference: `Patient/${draft.patientId}` },
    context: { reference: `Encounter/${draft.encounterId}` },
    occurrenceDateTime: line.date,
    quantity: { value: line.units },
    ...(draft.performer && { performer: [{ actor: buildProvider(draft.performer) }] }),
    ...(reason.length > 0 && { reason }),
  }
}

/** What `ChargeItem/{id}/$credit` takes, after the form of `$create`. @param index of the charge, counted from 0 */
export function buildCredit(key: string, index: number): Parameters {
  // Lines of a claim stay far below; no credit shares the number of a posting.
  const transactionId = buildTransactionId(key, CREDITS_FROM + index)
  return { resourceType: 'Parameters', parameter: [{ name: 'transactionId', valueUuid: transactionId }] }
}

const CREDITS_FROM = 0x800

/** The same draft and line give the same UUID (RFC 9562, version 8: of our own making). */
function buildTransactionId(key: string, index: number): string {
  const hex = key.padEnd(32, '0').slice(0, 29) + index.toString(16).padStart(3, '0')
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)]
  return `urn:uuid:${groups.join('-')}`
}

/**
 * The charges that stand for the lines, each charge for one line. The operation gives neither id nor identifier back, so
 * that only visit, code, modifiers, day and units can tell.
 * @returns one entry a line, undefined where none is found
 */
export function matchPostedCharges(draft: DraftClaim, charges: readonly unknown[]): readonly (string | undefined)[] {
  const left = charges.map(readCharge).filter((charge) => charge?.encounterId === draft.encounterId)
  return draft.lines.map((line) => {
    const wanted = describeLine(line)
    const place = left.findIndex((charge) => charge?.content === wanted)
    return place < 0 ? undefined : left.splice(place, 1)[0]?.reference
  })
}

const describe = (code: string, modifiers: readonly string[], rest: readonly unknown[]): string =>
  [code, [...modifiers].toSorted().join('.'), ...rest].join('|')

function describeLine({ code, modifiers, date, units }: DraftLine): string {
  return describe(code.code, modifiers, [date, units])
}

type PostedCharge = { readonly reference: string; readonly encounterId: string | undefined; readonly content: string }

const STANDING: readonly unknown[] = ['billable', 'billed']

function readCharge(resource: unknown): PostedCharge | undefined {
  const charge = asObject<ChargeItem>(resource)
  const id = asText(charge.id)
  const code = findCode(charge.code, CPT) ?? findCode(charge.code, HCPCS)
  if (charge.resourceType !== 'ChargeItem' || id === undefined || code === undefined) return undefined
  if (!STANDING.includes(charge.status)) return undefined
  const modifiers = asList<Extension>(charge.extension)
    .filter(({ url }) => url === MODIFIER_CODE)
    .flatMap(({ extension }) => asList<Extension>(extension).filter(({ url }) => url === 'code'))
    .flatMap(({ valueCodeableConcept }) => listCodings(valueCodeableConcept)[0]?.code ?? [])
  const units = asNumber(asObject<{ value: number }>(charge.quantity).value)
  return {
    reference: `ChargeItem/${id}`,
    encounterId: findReferencedId(charge.context, 'Encounter'),
    content: describe(code, modifiers, [findDay(charge.occurrenceDateTime), units]),
  }
}
