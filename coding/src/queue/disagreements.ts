/** Where rules, model and chart disagree about the diagnoses of an encounter. */
import type { EncounterRecord } from '../domain/encounter-record.ts'
import type { Evidence } from '../domain/evidence.ts'
import type { CodeFinding, Finding } from '../domain/finding.ts'
import type { DisagreementKind } from '../domain/queue-item.ts'

export type Disagreement = {
  readonly kind: DisagreementKind
  /** Of the chart for `unsupported` and `other-code`, of the notes otherwise. */
  readonly code: string
  /** What the other side says, where it says anything. */
  readonly other?: string
  /** Empty for `unsupported`: there are no words. */
  readonly evidence: readonly Evidence[]
}

/**
 * @param record its encounter diagnoses are what the chart says; the problem list is not about one encounter. A chart
 * without any is not coded yet: that is the coder's work and no disagreement.
 * @param findings of rules, and of the model where it was asked.
 */
export function findDisagreements(
  record: Pick<EncounterRecord, 'conditions'>,
  findings: readonly Finding[],
): readonly Disagreement[] {
  const found = findings.filter(isDiagnosis)
  const chart = listChartCodes(record)
  const rules = found.filter(({ source }) => source !== 'model')
  const model = found.filter(({ source }) => source === 'model')
  return [
    ...chart.flatMap((code) => judgeChartCode(code, found)),
    ...(chart.length === 0 ? [] : found.flatMap((one) => judgeSuggestion(one, chart))),
    ...model.flatMap((one) => judgeModelCode(one, rules)),
  ]
}

function isDiagnosis(finding: Finding): finding is CodeFinding {
  return finding.kind === 'code' && finding.code.category === 'diagnosis'
}

function listChartCodes({ conditions }: Pick<EncounterRecord, 'conditions'>): readonly string[] {
  const codes = conditions
    .filter(({ category, verification }) => category === 'encounter-diagnosis' && verification !== 'refuted')
    .flatMap(({ code }) => (code === undefined ? [] : [code]))
  return [...new Set(codes)]
}

/** The first three characters (ICD-10-CM Official Guidelines, I.A.2). */
const categoryOf = (code: string): string => code.slice(0, 3)

function judgeChartCode(code: string, found: readonly CodeFinding[]): readonly Disagreement[] {
  if (found.some((one) => one.code.code === code)) return []
  const sibling = found.find((one) => categoryOf(one.code.code) === categoryOf(code))
  if (!sibling) return [{ kind: 'unsupported', code, evidence: [] }]
  return [{ kind: 'other-code', code, other: sibling.code.code, evidence: sibling.evidence }]
}

/** What has a sibling on the chart was said with it. */
function judgeSuggestion({ code: { code }, evidence }: CodeFinding, chart: readonly string[]): readonly Disagreement[] {
  const isKnown = chart.some((one) => one === code || categoryOf(one) === categoryOf(code))
  return isKnown ? [] : [{ kind: 'not-on-chart', code, evidence }]
}

function judgeModelCode(
  { code: { code }, evidence }: CodeFinding,
  rules: readonly CodeFinding[],
): readonly Disagreement[] {
  if (rules.some((one) => one.code.code === code)) return []
  const rival = rules.find((one) => one.evidence.some((words) => evidence.some((mine) => isSamePlace(words, mine))))
  if (!rival) return [{ kind: 'model-alone', code, evidence }]
  return [{ kind: 'model-against-rules', code, other: rival.code.code, evidence }]
}

function isSamePlace(a: Evidence, b: Evidence): boolean {
  return a.noteId === b.noteId && a.noteVersion === b.noteVersion && a.start < b.end && b.start < a.end
}
