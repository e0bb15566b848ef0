/** The lists of all finders in one table, so that a word is looked up once. */
import { CHAIN_WORDS } from './chain-stores.ts'
import { FOREIGN_MONTHS, MONTH_WORDS, ORDINAL_WORDS, WEEKDAY_WORDS } from './date-forms.ts'
import { PATTERN_WORDS } from './find-patterns.ts'
import { FACILITY_ENDS, PLACE_CUES } from './find-places.ts'
import {
  CREDENTIALS,
  CUE_WORDS,
  GROUPS,
  LEADING_PARTICLES,
  PAIR_WORDS,
  RELATIVES,
  SOFT_TITLES,
  TITLES,
  TITLES_IN_CAPITALS,
} from './name-cues.ts'
import {
  BEFORE_PERSON,
  BEFORE_PLACE,
  BEFORE_TYPIST,
  CHAIN,
  COPULA,
  CREDENTIAL,
  CUE,
  DATE,
  FACILITY,
  HALF_STATE,
  MONTH,
  PARTICLE,
  PATTERN,
  RELATIVE,
  TITLE,
} from './word-marks.ts'

const WORDS_BY_MARK: readonly (readonly [number, Iterable<string>])[] = [
  [CUE, CUE_WORDS],
  [CUE, TITLES_IN_CAPITALS],
  [TITLE, [...TITLES, ...SOFT_TITLES, ...TITLES_IN_CAPITALS]],
  [BEFORE_PERSON, PAIR_WORDS],
  [RELATIVE, [...RELATIVES, ...GROUPS]],
  [PARTICLE, LEADING_PARTICLES],
  [CREDENTIAL, CREDENTIALS],
  // "M.D.", "D.O.", "P.A."
  [CREDENTIAL, ['m', 'd', 'p']],
  [COPULA, ['is', 'was']],
  [DATE, [...WEEKDAY_WORDS, ...ORDINAL_WORDS, 'the']],
  [DATE | MONTH, [...MONTH_WORDS, ...FOREIGN_MONTHS.keys()]],
  [BEFORE_TYPIST, ['by', 'of', ':', 'signed']],
  [HALF_STATE, 'north south carolina dakota west virginia new mexico jersey hampshire york'.split(' ')],
  [PATTERN, PATTERN_WORDS],
  [FACILITY, FACILITY_ENDS],
  [BEFORE_PLACE, PLACE_CUES],
  [CHAIN, CHAIN_WORDS],
]

const MARKS = new Map<string, number>()
for (const [mark, words] of WORDS_BY_MARK) for (const word of words) MARKS.set(word, (MARKS.get(word) ?? 0) | mark)

/**
 * @param lower in small letters. "Jan-2026", "mid-March" and "ninety-four-year-old" are one word each: the last part may be
 * of a date, the first the begin of a form.
 */
export function markWord(lower: string): number {
  const own = MARKS.get(lower) ?? 0
  if (!lower.includes('-')) return own
  const [first, last] = [lower.slice(0, lower.indexOf('-')), lower.slice(lower.lastIndexOf('-') + 1)]
  const ofMonth = (MARKS.get(last) ?? 0) & MONTH ? DATE | MONTH : 0
  return own | ofMonth | ((MARKS.get(first) ?? 0) & PATTERN)
}
