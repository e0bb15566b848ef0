/** The fields of a claim beside codes: what each reads of the draft, and how what was typed becomes part of it. */
import { isNpi } from '#coding/claims/npi.ts'
import { isDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { FilingFacts, InstitutionalStay } from '#coding/domain/filing-facts.ts'
import type { ClaimDetails } from '#coding/domain/kept-draft.ts'
import type { Result } from '#coding/domain/result.ts'
import { tryParseForm, tryParseNumber, tryParseOptionalDate } from './parse-details.ts'
import {
  formatConditions,
  formatOccurrences,
  formatProcedures,
  formatValues,
  tryParseConditions,
  tryParseOccurrences,
  tryParseProcedures,
  tryParseValues,
} from './stay-codes.ts'

export type DetailField = {
  readonly label: string
  /** For undo: "Undone: authorization number." */
  readonly words: string
  readonly type: 'text' | 'date'
  readonly read: (claim: DraftClaim) => string
  /** An empty value takes back what was typed; what the record says stands again. */
  readonly write: (details: ClaimDetails, value: string) => ClaimDetails
  readonly parse: (text: string) => Result<string, string>
}

type Named = Pick<DetailField, 'label' | 'words'>

const name = (label: string): Named => ({ label, words: label.toLowerCase() })

const parseDay = (text: string): Result<string, string> => {
  const parsed = tryParseOptionalDate(text)
  return parsed.ok ? { ok: true, value: parsed.value ?? '' } : parsed
}

function without<Facts extends object>(facts: Facts, key: keyof Facts): Omit<Facts, keyof Facts> {
  const { [key]: _, ...others } = facts
  return others
}

function fieldOfFiling(
  label: string,
  key: keyof FilingFacts,
  {
    read,
    build,
    parse = tryParseNumber,
  }: {
    readonly read: (filing: FilingFacts) => string | undefined
    readonly build: (value: string) => FilingFacts
    readonly parse?: DetailField['parse']
  },
): DetailField {
  return {
    ...name(label),
    type: 'text',
    read: ({ filing }) => (filing && read(filing)) ?? '',
    write: (details, value) => ({
      ...details,
      filing: { ...without<FilingFacts>(details.filing ?? {}, key), ...(value !== '' && build(value)) },
    }),
    parse,
  }
}

function dayOfFiling(label: string, key: 'onset' | 'lastMenstrualPeriod' | 'initialTreatment'): DetailField {
  const field = fieldOfFiling(label, key, {
    read: (filing) => filing[key],
    build: (value) => (isDateOnly(value) ? { [key]: value } : {}),
    parse: parseDay,
  })
  return { ...field, type: 'date' }
}

/** NUCC: ten places, the last an X. */
const tryParseTaxonomy = tryParseForm(/^[\dA-Z]{9}X$/, 'A taxonomy code is like 207Q00000X.')

function tryParseNpi(text: string): Result<string, string> {
  const number = text.trim()
  return number === '' || isNpi(number)
    ? { ok: true, value: number }
    : { ok: false, problem: 'An NPI has ten digits, and the last one checks the others.' }
}

/** Whoever the record names stays named; a number that is typed stands for somebody it does not. */
function numberOfProvider(
  label: string,
  key: 'referringProvider' | 'orderingProvider' | 'supervisingProvider',
): DetailField {
  return fieldOfFiling(label, key, {
    read: (filing) => filing[key]?.npi,
    build: (npi) => ({ [key]: { npi } }),
    parse: tryParseNpi,
  })
}

export const FILING_FIELDS: readonly DetailField[] = [
  fieldOfFiling('Authorization number', 'authorization', {
    read: ({ authorization }) => authorization?.number,
    build: (number) => ({ authorization: { number } }),
  }),
  fieldOfFiling('Referral number', 'referral', {
    read: ({ referral }) => referral,
    build: (referral) => ({ referral }),
  }),
  fieldOfFiling('Number of the earlier claim', 'originalReference', {
    read: ({ originalReference }) => originalReference,
    build: (originalReference) => ({ originalReference }),
  }),
  fieldOfFiling('CLIA number', 'laboratory', {
    read: ({ laboratory }) => laboratory?.clia,
    build: (clia) => ({ laboratory: { clia } }),
    parse: tryParseForm(/^\d\dD\d{7}$/, 'A CLIA number is like 05D1234567.'),
  }),
  fieldOfFiling('Attachment number', 'attachment', {
    read: ({ attachment }) => attachment?.control,
    build: (control) => ({ attachment: { control } }),
  }),
  fieldOfFiling('Payer number', 'payerNumber', {
    read: ({ payerNumber }) => payerNumber,
    build: (payerNumber) => ({ payerNumber }),
  }),
  fieldOfFiling('Taxonomy of who bills', 'billingTaxonomy', {
    read: ({ billingTaxonomy }) => billingTaxonomy,
    build: (billingTaxonomy) => ({ billingTaxonomy }),
    parse: tryParseTaxonomy,
  }),
  fieldOfFiling('Taxonomy of who performed', 'performerTaxonomy', {
    read: ({ performerTaxonomy }) => performerTaxonomy,
    build: (performerTaxonomy) => ({ performerTaxonomy }),
    parse: tryParseTaxonomy,
  }),
  numberOfProvider('Referring provider’s NPI', 'referringProvider'),
  numberOfProvider('Ordering provider’s NPI', 'orderingProvider'),
  numberOfProvider('Supervising provider’s NPI', 'supervisingProvider'),
  dayOfFiling('Onset', 'onset'),
  dayOfFiling('Last menstrual period', 'lastMenstrualPeriod'),
  dayOfFiling('First treatment', 'initialTreatment'),
]

type StayText = Exclude<keyof InstitutionalStay, keyof StayCodes>

function fieldOfStay(label: string, key: StayText, parse: DetailField['parse']): DetailField {
  return {
    ...name(label),
    type: key === 'admission' ? 'date' : 'text',
    read: ({ stay }) => stay?.[key] ?? '',
    write: (details, value) => ({
      ...details,
      stay: {
        ...without<Partial<InstitutionalStay>>(details.stay ?? {}, key),
        ...(value !== '' && buildStayFact(key, value)),
      },
    }),
    parse,
  }
}

function buildStayFact(key: StayText, value: string): Partial<InstitutionalStay> {
  if (key !== 'admission') return { [key]: value }
  return isDateOnly(value) ? { admission: value } : {}
}

type StayCodes = Pick<InstitutionalStay, 'conditionCodes' | 'occurrences' | 'values'>

function codesOfStay<Key extends keyof StayCodes>(
  label: string,
  key: Key,
  {
    format,
    parse,
  }: {
    readonly format: (stay: StayCodes) => string
    readonly parse: (text: string) => Result<NonNullable<StayCodes[Key]>, string>
  },
): DetailField {
  return {
    ...name(label),
    type: 'text',
    read: ({ stay }) => (stay ? format(stay) : ''),
    write: (details, text) => {
      const parsed = parse(text)
      const others = without<Partial<InstitutionalStay>>(details.stay ?? {}, key)
      return { ...details, stay: parsed.ok && parsed.value.length > 0 ? { ...others, [key]: parsed.value } : others }
    },
    parse: (text) => {
      const parsed = parse(text)
      return parsed.ok ? { ok: true, value: text.trim() } : parsed
    },
  }
}

// NUBC, form locators 4, 12, 14, 15, 17, 18 to 28, 31 to 36 and 39 to 41.
export const STAY_FIELDS: readonly DetailField[] = [
  fieldOfStay('Type of bill', 'typeOfBill', tryParseForm(/^0\d{2}[\dA-Z]$/, 'A type of bill is like 0111.')),
  fieldOfStay('Admission', 'admission', parseDay),
  fieldOfStay('Priority of admission', 'admissionType', tryParseForm(/^[1-59]$/, 'Use 1 to 5, or 9.')),
  fieldOfStay('Point of origin', 'pointOfOrigin', tryParseForm(/^[\dA-Z]$/, 'One digit or letter.')),
  fieldOfStay('Discharge status', 'dischargeStatus', tryParseForm(/^\d\d$/, 'Two digits, as 01 for home.')),
  codesOfStay('Condition codes', 'conditionCodes', { format: formatConditions, parse: tryParseConditions }),
  codesOfStay('Occurrence codes', 'occurrences', { format: formatOccurrences, parse: tryParseOccurrences }),
  codesOfStay('Value codes', 'values', { format: formatValues, parse: tryParseValues }),
]

/** ICD-10-PCS, for inpatient stays alone (45 CFR 162.1002(c)(3)); the first is the principal procedure. */
export const PROCEDURES_FIELD: DetailField = {
  ...name('ICD-10-PCS procedures and their days'),
  type: 'text',
  read: ({ procedures = [] }) => formatProcedures(procedures),
  write: (details, text) => {
    const { procedures: _, ...others } = details
    const parsed = tryParseProcedures(text)
    return parsed.ok && text.trim() !== '' ? { ...others, procedures: parsed.value } : others
  },
  parse: (text) => {
    const parsed = tryParseProcedures(text)
    return parsed.ok ? { ok: true, value: text.trim() } : parsed
  },
}
