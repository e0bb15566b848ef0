// What must hold of every analysis, whatever the note says.
import { expect } from 'vitest'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { isEvidenceIn } from '#coding/domain/evidence.ts'
import type { CodeFinding, Finding, PromptFinding } from '#coding/domain/finding.ts'
import { lintPrompt } from '#coding/prompts/lint/lint-prompt.ts'
import type { ReadingInput } from '#coding/read-encounter.ts'
import { knowledge } from './an-encounter.ts'

type CodeSet = ReadingInput['codeSet']

function expectEvidence(record: EncounterRecord, finding: CodeFinding | PromptFinding): void {
  const evidence = finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence
  for (const one of evidence) {
    expect(record.notes.some((note) => isEvidenceIn(note, one))).toBe(true)
    expect(one.assertion.existence).not.toBe('absent')
    expect(one.assertion.experiencer).toBe('patient')
  }
}

function expectCode(record: EncounterRecord, finding: CodeFinding, codeSet: CodeSet): void {
  const { code, confidence, evidence } = finding
  if (code.category !== 'diagnosis') return
  expect(codeSet.lookUp(code.code, record.dateOfService).kind).toBe('valid_billable')
  expect(confidence).toBeGreaterThanOrEqual(0)
  expect(confidence).toBeLessThanOrEqual(1)
  const [main] = evidence
  expect(main.assertion.temporality).not.toBe('hypothetical')
  if (record.setting !== 'inpatient_facility') expect(main.assertion.existence).toBe('present')
}

/** The lint once more, as another program would run it. What only the engine knows of the record is taken from the card. */
function expectLinted(record: EncounterRecord, { prompt }: PromptFinding): void {
  const context = {
    setting: record.setting,
    notes: record.notes,
    availableAxes: prompt.axes,
    answeredAxes: [],
    documentedTerms: [prompt.title.replace(/ – clarification$/, '').toLowerCase()],
    isDismissed: false,
    openPrompts: 0,
    promptBudget: 50,
  }
  const linted = lintPrompt({ content: prompt, context })
  expect(linted.ok ? [] : linted.problem.broken).toEqual([])
}

export function expectSound(record: EncounterRecord, codeSet: CodeSet): readonly Finding[] {
  const { findings } = analyseEncounter({ record, knowledge, codeSet })
  for (const finding of findings) {
    if (finding.kind === 'check') continue
    expectEvidence(record, finding)
    if (finding.kind === 'prompt') expectLinted(record, finding)
    else expectCode(record, finding, codeSet)
  }
  const codes = findings.flatMap((finding) => (finding.kind === 'code' ? [finding.code.code] : []))
  expect(new Set(codes).size).toBe(codes.length)
  return findings
}
