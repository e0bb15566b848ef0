/** What stands behind a claim beside codes: notes, minutes, dates, numbers and, of a stay, bill type and admission. */
import type { ClaimSupportingInfo, CodeableConcept } from '@medplum/fhirtypes'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { ClaimFrequency, FilingFacts, InstitutionalStay } from '#coding/domain/filing-facts.ts'
import {
  ADMISSION_TYPE,
  CARIN_SUPPORTING_INFO,
  CLAIM_FREQUENCY,
  CLAIM_INFORMATION,
  CONDITION_CODE,
  DISCHARGE_STATUS,
  NUCC_TAXONOMY,
  OCCURRENCE_CODE,
  POINT_OF_ORIGIN,
  SUPPORTING_INFO,
  TYPE_OF_BILL,
  UCUM,
  VALUE_CODE,
} from './systems.ts'

type Info = Omit<ClaimSupportingInfo, 'sequence'>

export function buildConcept(system: string, code: string): CodeableConcept {
  return { coding: [{ system, code }] }
}

const FREQUENCIES: Readonly<Record<ClaimFrequency, string>> = { original: '1', replacement: '7', void: '8' }

/** Notes first, then the time, because lines point to them by place; all else is for the claim as a whole. */
export function buildSupportingInfo(draft: DraftClaim): ClaimSupportingInfo[] {
  const information = buildConcept(CLAIM_INFORMATION, 'info')
  const notes = draft.supportingNotes.map(
    ({ id }): Info => ({ category: information, valueReference: { reference: `DocumentReference/${id}` } }),
  )
  // A claim without lines names its encounter here, since only a line has a place for it.
  const encounter: Info[] =
    draft.lines.length > 0
      ? []
      : [{ category: information, valueReference: { reference: `Encounter/${draft.encounterId}` } }]
  const all = [...notes, ...buildTime(draft), ...encounter, ...buildFacts(draft.filing), ...buildStay(draft)]
  return all.map((info, index) => ({ sequence: index + 1, ...info }))
}

function buildTime({ totalMinutes }: DraftClaim): Info[] {
  if (totalMinutes === undefined) return []
  const valueQuantity = { value: totalMinutes, unit: 'min', system: UCUM, code: 'min' }
  return [{ category: buildConcept(SUPPORTING_INFO, 'total-time'), valueQuantity }]
}

const own = (code: string): Pick<Info, 'category'> => ({ category: buildConcept(SUPPORTING_INFO, code) })
const standard = (code: string): Pick<Info, 'category'> => ({ category: buildConcept(CLAIM_INFORMATION, code) })

/** What is not stated stays out: an empty element would say that somebody looked. */
function buildFacts(facts: FilingFacts = {}): Info[] {
  const { frequency, onset, lastMenstrualPeriod, initialTreatment, laboratory, attachment, consents } = facts
  const { billingTaxonomy } = facts
  return [
    // Claim.provider is a reference alone, without a place for what it works as.
    ...(billingTaxonomy === undefined
      ? []
      : [{ ...own('billing-taxonomy'), code: buildConcept(NUCC_TAXONOMY, billingTaxonomy) }]),
    ...(frequency === undefined
      ? []
      : [{ ...own('claim-frequency'), code: buildConcept(CLAIM_FREQUENCY, FREQUENCIES[frequency]) }]),
    ...(onset === undefined ? [] : [{ ...standard('onset'), timingDate: onset }]),
    ...(lastMenstrualPeriod === undefined
      ? []
      : [{ ...own('last-menstrual-period'), timingDate: lastMenstrualPeriod }]),
    ...(initialTreatment === undefined ? [] : [{ ...own('initial-treatment'), timingDate: initialTreatment }]),
    ...(laboratory === undefined ? [] : [{ ...own('clia-number'), valueString: laboratory.clia }]),
    ...(attachment?.control === undefined ? [] : [{ ...standard('attachment'), valueString: attachment.control }]),
    ...(consents === undefined
      ? []
      : [
          { ...own('signature-on-file'), valueBoolean: consents.signatureOnFile },
          { ...own('assignment-of-benefits'), valueBoolean: consents.assignmentOfBenefits },
          { ...own('release-of-information'), valueBoolean: consents.releaseOfInformation },
        ]),
  ]
}

const carin = (code: string): Pick<Info, 'category'> => ({ category: buildConcept(CARIN_SUPPORTING_INFO, code) })

/** The last digit of the type of bill is the frequency of the claim (NUBC, form locator 4). */
function withFrequency(typeOfBill: string, frequency: ClaimFrequency | undefined): string {
  // An original may be the first or a later bill of a stay that goes on (2, 3, 4), which its own digit says.
  return frequency === undefined || frequency === 'original'
    ? typeOfBill
    : typeOfBill.slice(0, -1) + FREQUENCIES[frequency]
}

const STAY_CODES = [
  ['admissionType', 'admtype', ADMISSION_TYPE],
  ['pointOfOrigin', 'pointoforigin', POINT_OF_ORIGIN],
  ['dischargeStatus', 'discharge-status', DISCHARGE_STATUS],
] as const satisfies readonly (readonly [keyof InstitutionalStay, string, string])[]

function buildStay({ kind, stay, filing, dateOfService, dateOfServiceEnd }: DraftClaim): Info[] {
  if (kind !== 'institutional' || stay === undefined) return []
  const bill = buildConcept(TYPE_OF_BILL, withFrequency(stay.typeOfBill, filing?.frequency))
  const codes = STAY_CODES.flatMap(([name, category, system]): Info[] => {
    const code = stay[name]
    return code === undefined ? [] : [{ ...carin(category), code: buildConcept(system, code) }]
  })
  const end = dateOfServiceEnd ?? dateOfService
  const period: Info[] =
    stay.admission === undefined
      ? []
      : [
          {
            ...carin('admissionperiod'),
            timingPeriod: { start: stay.admission, ...(end >= stay.admission && { end }) },
          },
        ]
  return [{ ...carin('typeofbill'), code: bill }, ...codes, ...period, ...buildStayCodes(stay)]
}

function buildStayCodes({ conditionCodes = [], occurrences = [], values = [] }: InstitutionalStay): Info[] {
  return [
    ...conditionCodes.map((code): Info => ({ ...own('condition-code'), code: buildConcept(CONDITION_CODE, code) })),
    ...occurrences.map(
      ({ code, date, end }): Info => ({
        ...own('occurrence-code'),
        code: buildConcept(OCCURRENCE_CODE, code),
        ...(end === undefined ? { timingDate: date } : { timingPeriod: { start: date, end: end < date ? date : end } }),
      }),
    ),
    ...values.map(
      ({ code, amount }): Info => ({
        ...own('value-code'),
        code: buildConcept(VALUE_CODE, code),
        valueQuantity: { value: amount },
      }),
    ),
  ]
}
