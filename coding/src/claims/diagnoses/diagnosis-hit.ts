/** What rules about diagnoses share: the guideline as a source, a hit about codes, and fixes that only valid codes enter. */
import { validateDiagnosis } from '../../code-sets/validate-diagnosis.ts'
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import { type DateOnly, parseDateOnly } from '../../domain/date-only.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { DraftFix } from '../../domain/draft-fix.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { type Icd10Code, tryParseIcd10Code } from '../../domain/icd10-code.ts'
import { isNonEmpty } from '../../domain/result.ts'
import type { ValidatedDiagnosis } from '../../domain/validated-code.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { findStatements, type Statement } from '../find-statement.ts'

/** ICD-10-CM has been in use since this day. */
export const SINCE_ICD10: ClaimRule['effective'] = { from: parseDateOnly('2015-10-01') }

/** @param section of the ICD-10-CM Official Guidelines for Coding and Reporting, FY2026. */
export function guideline(section: string): ClaimRule['source'] {
  return { title: 'ICD-10-CM Official Guidelines', edition: 'FY2026', section }
}

/** The classification of the day of discharge counts for a stay, otherwise that of the day of service. */
export function getCodingDate({ draft }: Pick<ClaimRuleInput, 'draft'>): DateOnly {
  return draft.dateOfServiceEnd ?? draft.dateOfService
}

type Wording = Pick<ClaimRuleHit, 'severity' | 'message' | 'advice'> & {
  readonly evidence?: readonly Evidence[]
  readonly fix?: DraftFix | undefined
}

/** A hit about some of the draft's diagnoses; their words are its evidence unless others are given. */
export function buildDiagnosisHit(about: readonly DraftDiagnosis[], wording: Wording): ClaimRuleHit {
  const { fix, evidence, ...words } = wording
  return {
    ...words,
    about: about.map(({ code }) => code.code).join(' '),
    evidence: evidence ?? about.flatMap((diagnosis) => diagnosis.evidence),
    ...(fix === undefined ? {} : { fix }),
  }
}

export function listWithPrefix(
  { draft }: Pick<ClaimRuleInput, 'draft'>,
  prefixes: readonly string[],
): DraftDiagnosis[] {
  return draft.diagnoses.filter(({ code }) => hasPrefix(code.code, prefixes))
}

/** The code as it may be claimed on the date; undefined when it is not billable then, or nobody can say. */
export function findValid(input: ClaimRuleInput, code: string): ValidatedDiagnosis | undefined {
  const parsed = tryParseIcd10Code(code)
  if (parsed === undefined) return undefined
  const answer = validateDiagnosis(input.codeSet, parsed, getCodingDate(input))
  return answer.ok ? answer.value : undefined
}

/** No fix at all when one of the new codes is not valid on the date: half a fix would be a wrong claim. */
export function replaceDiagnoses(
  input: ClaimRuleInput,
  from: readonly DraftDiagnosis[],
  to: readonly string[],
): DraftFix | undefined {
  const codes = from.map(({ code }) => code.code)
  const valid = to.flatMap((code) => findValid(input, code) ?? [])
  return isNonEmpty(codes) && valid.length === to.length
    ? { kind: 'replace-diagnoses', from: codes, to: valid }
    : undefined
}

export function addDiagnosis(input: ClaimRuleInput, code: string, after?: Icd10Code): DraftFix | undefined {
  const valid = findValid(input, code)
  return valid && { kind: 'add-diagnosis', code: valid, ...(after === undefined ? {} : { after }) }
}

export function moveBefore(moved: DraftDiagnosis, before: DraftDiagnosis): DraftFix {
  return { kind: 'move-diagnosis', code: moved.code.code, before: before.code.code }
}

export function getPlace({ draft }: Pick<ClaimRuleInput, 'draft'>, diagnosis: DraftDiagnosis): number {
  return draft.diagnoses.indexOf(diagnosis)
}

/** The official title where a table has it, else the one that the draft carries. */
export function getTitle(input: ClaimRuleInput, { code }: DraftDiagnosis): string {
  const answer = input.codeSet.lookUp(code.code, getCodingDate(input))
  return 'title' in answer && answer.kind !== 'valid_header' ? answer.title : code.title
}

/** A billable code that differs in one character and bears exactly this title. Asked by title, never by digit (DX-207). */
export function findSiblingTitled(
  input: ClaimRuleInput,
  code: string,
  titled: { readonly position: number; readonly title: string },
): ValidatedDiagnosis | undefined {
  for (const character of '0123456789ABCDEFGHIJKLMNPQRSTUVWXYZ') {
    const sibling = `${code.slice(0, titled.position)}${character}${code.slice(titled.position + 1)}`
    const valid = sibling === code ? undefined : findValid(input, sibling)
    if (valid?.title.toLowerCase() === titled.title.toLowerCase()) return valid
  }
  return undefined
}

/** The first character after the category, counted in the code as written with its dot. */
const AFTER_DOT = 4

/** The same for whichever one character after the category makes the difference. */
export function findAnySiblingTitled(
  input: ClaimRuleInput,
  code: string,
  title: string,
): ValidatedDiagnosis | undefined {
  for (let position = AFTER_DOT; position < code.length; position++) {
    const found = findSiblingTitled(input, code, { position, title })
    if (found) return found
  }
  return undefined
}

/** The first thing that the notes assert in such words. */
export function findFirst({ readings }: Pick<ClaimRuleInput, 'readings'>, pattern: RegExp): Statement | undefined {
  return findStatements(readings, pattern)[0]
}

// Words of titles that name neither an organ nor an illness.
const PLAIN = new Set(
  'with without other unspecified initial subsequent encounter sequela right left bilateral unilateral primary secondary acute chronic disease disorder syndrome specified elsewhere classified type pain site part stage essential complications native artery'.split(
    ' ',
  ),
)
/** How clinicians write what the titles of these categories say. */
const SHORT: readonly (readonly [prefix: string, words: RegExp])[] = [
  ['I1', /\b(?:htn|hypertensi\w*)\b/i],
  ['I50', /\b(?:chf|hf|hfref|hfpef|cardiomyopathy|heart failure)\b/i],
  ['N18', /\b(?:ckd|esrd|kidney|renal|nephropathy)\b/i],
  ['E', /\b(?:dm|t[12]dm|dm2|diabet\w*)\b/i],
  ['I25', /\b(?:cad|coronary)\b/i],
  ['I20', /\b(?:angina)\b/i],
  ['J44', /\bcopd\b/i],
  ['G62', /\bneuropath\w*/i],
  ['I73', /\b(?:pvd|pad)\b/i],
]

/** Whether a sentence speaks of a diagnosis: by the words that stand behind it, by its title, or by its usual short form. */
function isNamedIn(sentence: string, { code, evidence }: DraftDiagnosis): boolean {
  const lower = sentence.toLowerCase()
  const words = (code.title.toLowerCase().match(/[a-z]{5,}/g) ?? []).filter((word) => !PLAIN.has(word))
  return (
    evidence.some(({ quote }) => lower.includes(quote.toLowerCase())) ||
    words.some((word) => lower.includes(word)) ||
    SHORT.some(([prefix, pattern]) => code.code.startsWith(prefix) && pattern.test(sentence))
  )
}

/** The first statement of such words in a sentence that speaks of one of these diagnoses. */
export function findAbout(
  { readings }: Pick<ClaimRuleInput, 'readings'>,
  pattern: RegExp,
  diagnoses: readonly DraftDiagnosis[],
): Statement | undefined {
  return findStatements(readings, pattern).find(({ sentence }) => diagnoses.some((one) => isNamedIn(sentence, one)))
}

/** Whether the notes hold such words at all, asserted or not: used only where their absence is what matters. */
export function isWritten({ record }: Pick<ClaimRuleInput, 'record'>, pattern: RegExp): boolean {
  return record.notes.some(({ text }) => pattern.test(text))
}

/** The seventh character, where the code has one (I.A.5). */
export function getSeventh(code: string): string | undefined {
  return code[LAST_OF_SEVEN]
}

/** Three characters, the dot, and three more stand before it. */
const LAST_OF_SEVEN = 7

export function withSeventh(code: string, character: string): string {
  return `${code.slice(0, LAST_OF_SEVEN)}${character}`
}
