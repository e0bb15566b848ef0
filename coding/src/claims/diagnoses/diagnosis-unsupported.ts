/** Whether the words that stand behind a diagnosis name it. */
import { hasPrefix } from '../../diagnoses/diagnosis.ts'
import type { DraftDiagnosis } from '../../domain/draft-claim.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { ClaimRule, ClaimRuleHit, ClaimRuleInput } from '../claim-rule.ts'
import { buildDiagnosisHit, getTitle, guideline, replaceDiagnoses, SINCE_ICD10 } from './diagnosis-hit.ts'

/** Circumstances, pregnancy and causes are read off other words than their titles. */
const OTHERWISE_SAID = ['O', 'P', 'T', 'V', 'W', 'X', 'Y', 'Z']
const GENERAL = new Set(
  'acute chronic unspecified other specified with without disease diseases disorder disorders syndrome infection pain title primary secondary severe moderate mild right left bilateral initial encounter type'.split(
    ' ',
  ),
)
const SHORTEST = 4
/** "Appendicitis" and "appendiceal" begin alike. */
const STEM = 6

function listTitleWords(title: string): string[] {
  const words = title.toLowerCase().match(/[a-z]+/g) ?? []
  return words.filter((word) => word.length >= SHORTEST && !GENERAL.has(word)).map((word) => word.slice(0, STEM))
}

function hasTitleWord(input: ClaimRuleInput, diagnosis: DraftDiagnosis, texts: readonly string[]): boolean {
  const words = listTitleWords(getTitle(input, diagnosis))
  return texts.some((text) => {
    const lower = text.toLowerCase()
    return words.some((word) => lower.includes(word))
  })
}

/** Codes that the engine reads in these words. */
function listRead({ reading }: ClaimRuleInput, { noteId, start, end }: Evidence): string[] {
  return reading.conditions.stated.flatMap(({ places, rows }) => {
    const isHere = places.some(({ reading: { note, tokens }, mention }) => {
      const from = tokens[mention.from]?.start ?? 0
      const to = tokens[mention.to - 1]?.end ?? from
      return note.id === noteId && from < end && to > start
    })
    return isHere ? rows.map(({ code }) => String(code)) : []
  })
}

/** Its words name conditions, all of another chapter, and none of its title (DX-107). Silent where nothing is read. */
function checkEvidence(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  const { evidence, code } = diagnosis
  const read = [...new Set(evidence.flatMap((one) => listRead(input, one)))]
  const isNear = read.some((one) => one.startsWith(code.code.slice(0, 1)))
  if (read.length === 0 || isNear) return []
  if (
    hasTitleWord(
      input,
      diagnosis,
      evidence.map(({ quote }) => quote),
    )
  )
    return []
  return [
    buildDiagnosisHit([diagnosis], {
      severity: 'warning',
      message: `The words behind ${code.code} do not name it; they say ${read.slice(0, 3).join(', ')}.`,
      advice: 'Point to the words that name the condition, or take the code that these words support.',
    }),
  ]
}

/** Only its symptoms are there, in any note and in the chart (DX-508). */
function checkInvented(input: ClaimRuleInput, diagnosis: DraftDiagnosis): ClaimRuleHit[] {
  const { code } = diagnosis.code
  const { record, reading, knowledge, draft } = input
  const integral = Object.entries(knowledge.relations.integral).flatMap(([prefix, symptoms]) =>
    code.startsWith(prefix) ? symptoms : [],
  )
  const symptoms = reading.diagnoses.filter((one) => hasPrefix(one.code, integral))
  if (symptoms.length === 0) return []
  const isNamed =
    reading.conditions.stated.some(({ rows }) => rows.some((row) => row.code.startsWith(code.slice(0, 3)))) ||
    record.conditions.some((one) => one.code?.startsWith(code.slice(0, 3)) === true) ||
    hasTitleWord(
      input,
      diagnosis,
      record.notes.map(({ text }) => text),
    )
  if (isNamed) return []
  const known = symptoms.map((one) => String(one.code))
  const missing = known.filter((one) => !draft.diagnoses.some((other) => other.code.code === one))
  return [
    buildDiagnosisHit([diagnosis], {
      severity: 'error',
      message: `No note names ${code}; what the notes give is ${known.join(', ')}.`,
      advice: 'Without a definitive diagnosis the symptoms are reported.',
      evidence: symptoms.flatMap((one) => one.evidence),
      fix: replaceDiagnoses(input, [diagnosis], missing),
    }),
  ]
}

/** A diagnosis has words of its own behind it (DX-107, DX-508). */
export const diagnosisUnsupported: ClaimRule = {
  id: 'diagnosis-unsupported',
  family: 'diagnoses',
  source: guideline('I.B.1, I.B.4, IV.D'),
  effective: SINCE_ICD10,
  check: (input) =>
    input.draft.diagnoses
      .filter(({ code }) => !hasPrefix(code.code, [...OTHERWISE_SAID, 'R']))
      .flatMap((one) => {
        const invented = checkInvented(input, one)
        return invented.length > 0 ? invented : checkEvidence(input, one)
      }),
}
