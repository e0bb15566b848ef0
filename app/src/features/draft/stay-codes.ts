/** Condition, occurrence and value codes of a hospital claim, as a person types them: "18 2026-10-01, 74 2026-10-02 to 2026-10-04". */
import { MAX_PROCEDURES } from '#coding/claims/inpatient-procedures.ts'
import { isDateOnly } from '#coding/domain/date-only.ts'
import type { DraftProcedure } from '#coding/domain/draft-claim.ts'
import type { InstitutionalStay, StayOccurrence, StayValue } from '#coding/domain/filing-facts.ts'
import { tryParseIcd10PcsCode } from '#coding/domain/icd10-pcs-code.ts'
import type { Result } from '#coding/domain/result.ts'

const CODE = /^[\dA-Z]{2}$/
/** As many as the claim has places for (837I: two HI segments of twelve each). */
const MOST = 24

const split = (text: string): readonly string[] =>
  text
    .split(/[,;]/)
    .map((part) => part.trim().toUpperCase())
    .filter((part) => part !== '')

function parseAll<Value>(
  text: string,
  parseOne: (part: string) => Value | undefined,
  { problem, most = MOST }: { readonly problem: string; readonly most?: number },
): Result<readonly Value[], string> {
  const values = split(text).map(parseOne)
  const known = values.filter((value) => value !== undefined)
  if (known.length < values.length) return { ok: false, problem }
  return values.length <= most ? { ok: true, value: known } : { ok: false, problem: `A claim takes ${most} at most.` }
}

export function tryParseConditions(text: string): Result<readonly string[], string> {
  return parseAll(text, (part) => (CODE.test(part) ? part : undefined), { problem: 'Two characters each, as 04, C5.' })
}

export function tryParseOccurrences(text: string): Result<readonly StayOccurrence[], string> {
  return parseAll(text, parseOccurrence, {
    problem: 'A code and its day each, as 11 2026-10-01; a span as 74 2026-10-02 to 2026-10-04.',
  })
}

function parseOccurrence(part: string): StayOccurrence | undefined {
  const [, code = '', date = '', end] = /^(\S+)\s+(\S+)(?:\s+TO\s+(\S+))?$/.exec(part) ?? []
  if (!(CODE.test(code) && isDateOnly(date))) return undefined
  if (end === undefined) return { code, date }
  return isDateOnly(end) && date <= end ? { code, date, end } : undefined
}

export function tryParseValues(text: string): Result<readonly StayValue[], string> {
  return parseAll(text, parseValue, { problem: 'A code and its amount each, as 80 3 or 01 1250.00.' })
}

function parseValue(part: string): StayValue | undefined {
  const [, code = '', amount = ''] = /^(\S+)\s+(\d{1,7}(?:\.\d{1,2})?)$/.exec(part) ?? []
  return CODE.test(code) ? { code, amount: Number(amount) } : undefined
}

type Codes = Pick<InstitutionalStay, 'conditionCodes' | 'occurrences' | 'values'>

export function formatConditions({ conditionCodes = [] }: Codes): string {
  return conditionCodes.join(', ')
}

export function formatOccurrences({ occurrences = [] }: Codes): string {
  return occurrences.map(({ code, date, end }) => `${code} ${date}${end === undefined ? '' : ` to ${end}`}`).join(', ')
}

export function formatValues({ values = [] }: Codes): string {
  return values.map(({ code, amount }) => `${code} ${amount}`).join(', ')
}

/** "0SRC0J9 2026-10-01, 02703ZZ": the principal procedure first. */
export function tryParseProcedures(text: string): Result<readonly DraftProcedure[], string> {
  return parseAll(text, parseProcedure, {
    problem: 'Seven characters each, and the day, as 0SRC0J9 2026-10-01.',
    most: MAX_PROCEDURES,
  })
}

function parseProcedure(part: string): DraftProcedure | undefined {
  const [, typed = '', date] = /^(\S+)(?:\s+(\S+))?$/.exec(part) ?? []
  const code = tryParseIcd10PcsCode(typed)
  if (!code || (date !== undefined && !isDateOnly(date))) return undefined
  return { code, ...(date !== undefined && { date }) }
}

export function formatProcedures(procedures: readonly DraftProcedure[]): string {
  return procedures.map(({ code, date }) => [code, date].filter(Boolean).join(' ')).join(', ')
}
