/** What a person types of a claim beside its lines. An empty field is no mistake: it takes back what was typed. */
import { type DateOnly, isDateOnly } from '#coding/domain/date-only.ts'
import type { Result } from '#coding/domain/result.ts'

/** REF02 of 837: fifty characters. */
const LONGEST_NUMBER = 50

export function tryParseNumber(text: string): Result<string, string> {
  const number = text.trim()
  return number.length <= LONGEST_NUMBER && /^[\w ./-]*$/.test(number)
    ? { ok: true, value: number }
    : { ok: false, problem: 'Use letters, digits and - . / only, fifty at most.' }
}

export function tryParseOptionalDate(text: string): Result<DateOnly | undefined, string> {
  if (text === '') return { ok: true, value: undefined }
  return isDateOnly(text) ? { ok: true, value: text } : { ok: false, problem: 'This is not a day.' }
}

export function tryParseState(text: string): Result<string, string> {
  const state = text.trim().toUpperCase()
  return /^(?:[A-Z]{2})?$/.test(state) ? { ok: true, value: state } : { ok: false, problem: 'A state has two letters.' }
}

/** @param pattern of a code that the NUBC or CMS gives; whether it exists only their lists can say. */
export function tryParseForm(pattern: RegExp, problem: string): (text: string) => Result<string, string> {
  return (text) => {
    const code = text.trim().toUpperCase()
    return code === '' || pattern.test(code) ? { ok: true, value: code } : { ok: false, problem }
  }
}
