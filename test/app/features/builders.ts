// Synthetic findings for the tests of the panel; every quote really stands in its note.

import type { EncounterReading } from '#app/ehr/session-types.ts'
import { tryParseFinding } from '#coding/contract/finding.ts'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { cutEvidence, type Evidence } from '#coding/domain/evidence.ts'
import type { CheckFinding, CodeFinding, Finding, PromptFinding } from '#coding/domain/finding.ts'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'

export const KNEE_TEXT = `HPI
58 y/o here for f/u of knee pain, worse on stairs. No locking, no trauma. Denies fever.

Assessment and plan
1. Knee OA, worse. Continue naproxen, PT referral.
2. HTN, at goal on lisinopril.`

export function aNote(over: Partial<ClinicalNote> = {}): ClinicalNote {
  return {
    id: parseNoteId('note-1'),
    version: '1',
    status: 'draft',
    authorRole: 'provider',
    time: '2026-11-21T14:02:00Z',
    encounterCertain: true,
    text: KNEE_TEXT,
    sha256: 'a'.repeat(64),
    ...over,
  }
}

export function evidenceOf(quote: string, note: ClinicalNote = aNote(), section = 'assessment-and-plan'): Evidence {
  const start = note.text.indexOf(quote)
  return cutEvidence(note, {
    start,
    end: start + quote.length,
    section,
    assertion: { existence: 'present', temporality: 'current', experiencer: 'patient' },
  })
}

function parse(value: unknown): Finding {
  const finding = tryParseFinding(value)
  if (!finding) throw new TypeError('The builder made something that is not a finding.')
  return finding
}

const base = (kind: string, parts: readonly string[]) => {
  const fingerprint = buildFingerprint([kind, ...parts])
  return { id: `${kind}-${fingerprint}`, fingerprint, source: 'rule', provisional: false }
}

type PromptOver = {
  concept?: string
  title?: string
  question?: string
  quote?: string
  evidence?: Evidence
  options?: readonly string[]
  provisional?: boolean
  source?: 'rule' | 'model'
  indicators?: readonly object[]
  axes?: readonly string[]
}

export function aPrompt(over: PromptOver = {}): PromptFinding {
  const evidence = over.evidence ?? evidenceOf(over.quote ?? 'Knee OA')
  const finding = parse({
    ...base('prompt', [over.concept ?? 'knee-osteoarthritis', evidence.quote]),
    kind: 'prompt',
    source: over.source ?? 'rule',
    provisional: over.provisional ?? false,
    prompt: {
      promptKind: 'laterality',
      concept: over.concept ?? 'knee-osteoarthritis',
      axes: over.axes ?? ['laterality'],
      title: over.title ?? 'Knee osteoarthritis – clarification',
      question: over.question ?? 'Which knee does this refer to?',
      evidence: [evidence],
      indicators: over.indicators ?? [],
      options: (over.options ?? ['Right knee', 'Left knee', 'Both knees']).map((text) => ({
        id: text.toLowerCase().replaceAll(' ', '-'),
        text,
        evidence: [0],
        line: `Osteoarthritis of the ${text.toLowerCase()}.`,
      })),
      lint: { version: '1', passed: true, rules: ['Q1'], warnings: [] },
    },
  })
  if (finding.kind !== 'prompt') throw new TypeError('not a prompt')
  return finding
}

type CodeOver = {
  code?: string
  title?: string
  quote?: string
  evidence?: Evidence
  direction?: 'add' | 'refine' | 'remove'
  replaces?: readonly string[]
  category?: 'diagnosis' | 'em'
  provisional?: boolean
  source?: 'rule' | 'model' | 'chart'
}

export function aCode(over: CodeOver = {}): CodeFinding {
  const evidence = over.evidence ?? evidenceOf(over.quote ?? 'HTN')
  const code = over.code ?? 'I10'
  const isVisit = over.category === 'em'
  const finding = parse({
    ...base('code', [code, over.direction ?? 'add', evidence.quote]),
    kind: 'code',
    source: over.source ?? 'rule',
    provisional: over.provisional ?? false,
    code: {
      state: 'validated',
      category: isVisit ? 'em' : 'diagnosis',
      system: isVisit ? 'cpt' : 'icd10cm',
      code,
      title: over.title ?? 'Essential (primary) hypertension',
      edition: { codeSet: 'ICD-10-CM', release: 'FY2027', basis: 'embedded' },
    },
    direction: over.direction ?? 'add',
    confidence: 0.9,
    evidence: [evidence],
    rationale: 'Assessment names hypertension, at goal.',
    replaces: over.replaces ?? [],
  })
  if (finding.kind !== 'code') throw new TypeError('not a code')
  return finding
}

export function aCheck(
  over: Partial<Pick<CheckFinding, 'severity' | 'message' | 'advice' | 'rule' | 'fix' | 'evidence'>> = {},
): CheckFinding {
  const rule = over.rule ?? 'line-points-to-a-diagnosis'
  const finding = parse({
    ...base('check', [rule]),
    kind: 'check',
    rule,
    severity: over.severity ?? 'warning',
    message: over.message ?? 'A line points to no diagnosis.',
    advice: over.advice ?? 'Choose which diagnosis each line belongs to.',
    evidence: over.evidence ?? [],
    ...(over.fix && { fix: over.fix }),
    ruleSource: { title: '837 Professional guide', edition: '005010X222A1', section: 'SV107' },
  })
  if (finding.kind !== 'check') throw new TypeError('not a check')
  return finding
}

export function aRecord(over: Partial<EncounterRecord> = {}): EncounterRecord {
  return {
    tenant: parseTenantKey('sandbox'),
    patientId: parsePatientId('patient-1'),
    encounterId: parseEncounterId('encounter-1'),
    setting: 'professional',
    encounterClass: 'ambulatory',
    status: 'in-progress',
    period: { start: '2026-11-21T14:00:00Z' },
    dateOfService: parseDateOnly('2026-11-21'),
    sex: 'female',
    notes: [aNote()],
    conditions: [],
    procedures: [],
    indicators: [],
    payer: 'commercial',
    performer: { role: 'provider' },
    ...over,
  }
}

export function aReading(over: Partial<EncounterReading> = {}): EncounterReading {
  const record = over.record ?? aRecord()
  return {
    record,
    banner: { name: 'Zoë Nguyễn-O’Brien', birthDate: '1968-03-12', sex: 'female', recordNumber: '0012345' },
    showBanner: true,
    encounter: { id: record.encounterId, date: '2026-11-21', label: 'Office visit' },
    withheld: { byPolicy: 0, unreadable: 0 },
    gaps: [],
    placeOfService: '11',
    performer: { reference: 'Practitioner/p1' },
    ...over,
  }
}
