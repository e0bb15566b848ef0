/** Facts of a line beside its code, as a person types them; an empty field takes the fact off. */
import { ANESTHESIA, DRUG, UNLISTED } from '#coding/claims/line-needs.ts'
import type { ClaimKind, DraftLine } from '#coding/domain/draft-claim.ts'
import type { LineDrug } from '#coding/domain/filing-facts.ts'
import { type ProcedureCode, parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { Result } from '#coding/domain/result.ts'

export type LineFact = {
  readonly description?: string | undefined
  readonly comparison?: ProcedureCode | undefined
  readonly minutes?: number | undefined
  readonly drug?: LineDrug | undefined
  readonly revenueCode?: string | undefined
}

/** X12 data element 355, as CTP05 takes it. */
export const DRUG_UNITS = ['UN', 'ML', 'GR', 'ME', 'F2'] as const

/** NTE02 of 837: eighty characters. */
const LONGEST = 80

export type LineNeed = 'unlisted' | 'anesthesia' | 'drug' | 'revenue'

/** Which facts this line asks for; a fact that it has is always shown. */
export function listLineNeeds(line: DraftLine, kind: ClaimKind): readonly LineNeed[] {
  const { description, comparison, minutes, drug, revenueCode } = line
  const { code } = line.code
  const isDescribed = description !== undefined || comparison !== undefined
  return [
    ...(isDescribed || UNLISTED.test(code) ? (['unlisted'] as const) : []),
    ...(minutes !== undefined || ANESTHESIA.test(code) ? (['anesthesia'] as const) : []),
    ...(drug !== undefined || DRUG.test(code) ? (['drug'] as const) : []),
    // UB-04 form locator 42: every line of a hospital's claim has one.
    ...(revenueCode !== undefined || kind === 'institutional' ? (['revenue'] as const) : []),
  ]
}

type Parsed<Value> = Result<Value | undefined, string>

export function tryParseDescription(text: string): Parsed<string> {
  const words = text.trim()
  if (words.length > LONGEST) return { ok: false, problem: 'Eighty characters at most.' }
  return { ok: true, value: words === '' ? undefined : text.trimStart() }
}

export function tryParseComparison(text: string): Parsed<ProcedureCode> {
  const code = text.trim()
  if (code === '') return { ok: true, value: undefined }
  try {
    return { ok: true, value: parseProcedureCode(code) }
  } catch {
    return { ok: false, problem: 'A procedure code has five characters.' }
  }
}

export function tryParseMinutes(text: string): Parsed<number> {
  const minutes = text.trim()
  if (minutes === '') return { ok: true, value: undefined }
  return /^[1-9]\d{0,3}$/.test(minutes)
    ? { ok: true, value: Number(minutes) }
    : { ok: false, problem: 'Whole minutes, as 45.' }
}

/** As the site's charge master names it: three digits are written with the zero that they leave out. */
export function tryParseRevenueCode(text: string): Parsed<string> {
  const code = text.trim()
  if (code === '') return { ok: true, value: undefined }
  return /^\d{3,4}$/.test(code)
    ? { ok: true, value: code.padStart(4, '0') }
    : { ok: false, problem: 'A revenue code has four digits, as 0510.' }
}

/** "12345-6789-01 2.5 ML". */
export function tryParseDrug(text: string): Parsed<LineDrug> {
  const typed = text.trim().toUpperCase()
  if (typed === '') return { ok: true, value: undefined }
  const [, code = '', amount = '', unit] = /^([\d-]+)\s+(\d{1,7}(?:\.\d{1,3})?)\s*([A-Z]\w)$/.exec(typed) ?? []
  const ndc = code.replaceAll('-', '')
  const known = DRUG_UNITS.find((one) => one === unit)
  return ndc.length === 11 && known !== undefined && Number(amount) > 0
    ? { ok: true, value: { ndc, amount: Number(amount), unit: known } }
    : { ok: false, problem: 'Eleven digits, amount and unit, as 12345678901 2.5 ML.' }
}

export function formatDrug(drug: LineDrug | undefined): string {
  return drug === undefined ? '' : `${drug.ndc} ${drug.amount} ${drug.unit}`
}
