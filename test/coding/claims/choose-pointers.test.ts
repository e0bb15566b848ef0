// Which diagnoses a line points to when nobody has chosen, from findings of the engine over whole notes.
import { describe, expect, test } from 'vitest'
import { assembleDraft, type ChosenLine, canLead } from '#coding/claims/assemble-draft.ts'
import { MAX_POINTERS, PROBLEM_SECTIONS } from '#coding/claims/choose-pointers.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { cutEvidence } from '#coding/domain/evidence.ts'
import { parseDraftId, parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { knowledgeData } from '#coding/knowledge/knowledge.generated.ts'
import { aDiagnosis, aLine } from '../../fixtures/fhir/draft-claim.ts'
import { anEncounter, findCodes, knowledge } from '../an-encounter.ts'

const ASSERTED = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const

type Case = {
  readonly when: string
  readonly note: string
  readonly code: string
  /** The words of the note behind the line. */
  readonly words?: string
  readonly modifiers?: readonly string[]
  readonly pointsTo: readonly string[]
}

function pointersOf({ note: text, code, words, modifiers = [] }: Case): readonly (string | undefined)[] {
  const record = anEncounter({ notes: [text] })
  const [note] = record.notes
  if (note === undefined) throw new Error('no note')
  const start = words === undefined ? -1 : text.indexOf(words)
  const { diagnosisPointers: _, ...line } = aLine(code, { modifiers: modifiers.map(parseModifierCode) })
  const chosen: ChosenLine =
    words === undefined
      ? line
      : {
          ...line,
          evidence: [
            cutEvidence(note, { start, end: start + words.length, section: 'procedure', assertion: ASSERTED }),
          ],
        }
  const draft = assembleDraft({
    id: parseDraftId('draft'),
    kind: 'professional',
    patientId: parsePatientId('patient'),
    encounterId: parseEncounterId('encounter'),
    dateOfService: parseDateOnly('2026-03-02'),
    accepted: findCodes(record).filter((finding) => finding.code.category === 'diagnosis'),
    lines: [chosen],
    supportingNotes: [],
    notes: record.notes,
  })
  return (draft.lines[0]?.diagnosisPointers ?? []).map((place) => draft.diagnoses[place - 1]?.code.code)
}

const FOUR_PROBLEMS = `Assessment and plan:
1. Hypertension, at goal. Continue lisinopril.
2. Primary osteoarthritis of the right knee, worse. Knee joint injection done today.
3. Gout, stable. Continue allopurinol.
4. Psoriasis. Refilled cream.`

const cases: readonly Case[] = [
  {
    when: 'a procedure points to the problem that it stands under',
    note: FOUR_PROBLEMS,
    code: '20610',
    words: 'Knee joint injection',
    pointsTo: ['M17.11'],
  },
  {
    when: 'also on a line of its own below the problem',
    note: `Assessment and plan:
1. Hypertension, at goal.
2. Primary osteoarthritis of the right knee, worse.
   - Tolerated the joint injection well.
3. Gout.`,
    code: '20610',
    words: 'joint injection',
    pointsTo: ['M17.11'],
  },
  {
    when: 'in one sentence with two diagnoses it is for both, in claim order',
    note: `Assessment:
1. Hypertension, at goal.
2. Joint injection today for gout and for primary osteoarthritis of the right knee.`,
    code: '20610',
    words: 'Joint injection',
    pointsTo: ['M10.9', 'M17.11'],
  },
  {
    when: 'where it stands apart, shared words decide',
    note: `Procedure:
After consent the right knee was injected with 40 mg of triamcinolone.

Assessment:
1. Hypertension, at goal.
2. Primary osteoarthritis of the right knee.
3. Psoriasis.`,
    code: '20610',
    words: 'injected with 40 mg',
    pointsTo: ['M17.11'],
  },
  {
    when: 'a modifier of the left is never for the right',
    note: `Assessment:
1. Primary osteoarthritis of the right knee.
2. Primary osteoarthritis of the left hip.`,
    code: '20610',
    modifiers: ['LT'],
    pointsTo: ['M16.12'],
  },
  {
    when: 'a visit is for the problems addressed, and not for what stands in the history alone',
    note: `Past medical history: type 2 diabetes, asthma

Assessment and plan:
1. Gout flare. Start colchicine.
2. Hypertension, at goal. Continue lisinopril.`,
    code: '99214',
    pointsTo: ['M10.9', 'I10'],
  },
  {
    when: 'of more than four problems a visit points to the first four',
    note: 'Assessment:\n1. Gout\n2. Hypertension\n3. Asthma\n4. GERD\n5. Psoriasis',
    code: '99214',
    pointsTo: ['M10.9', 'I10', 'J45.909', 'K21.9'],
  },
]

test.each(cases)('$when', (one) => {
  expect(pointersOf(one)).toEqual(one.pointsTo)
})

describe('by the nature of the service', () => {
  const draftOf = (codes: readonly string[], lines: readonly string[]) =>
    assembleDraft({
      id: parseDraftId('draft'),
      kind: 'professional',
      patientId: parsePatientId('patient'),
      encounterId: parseEncounterId('encounter'),
      dateOfService: parseDateOnly('2026-03-02'),
      accepted: codes.map((code, index) => ({
        kind: 'code',
        id: `f${index}` as never,
        fingerprint: `f${index}` as never,
        source: 'person',
        provisional: false,
        code: aDiagnosis(code).code,
        direction: 'add',
        confidence: 1,
        evidence: [] as never,
        rationale: '',
        replaces: [],
      })),
      lines: lines.map((code) => {
        const { diagnosisPointers: _, ...line } = aLine(code)
        return line
      }),
      supportingNotes: [],
    })
  const placesOf = (codes: readonly string[], line: string) => draftOf(codes, [line]).lines[0]?.diagnosisPointers

  test.each([
    { when: 'a routine examination is for Z00', codes: ['Z00.00', 'I10', 'Z23'], line: '99396', places: [1] },
    { when: 'the visit beside it is for the problem', codes: ['Z00.00', 'I10'], line: '99213', places: [2] },
    { when: 'a vaccine is for Z23', codes: ['Z00.00', 'I10', 'Z23'], line: '90471', places: [3] },
    { when: 'its product as well', codes: ['I10', 'Z23'], line: '90686', places: [2] },
    { when: 'without Z23 a vaccine is for what there is', codes: ['I10'], line: '90471', places: [1] },
    { when: 'an external cause is not what was treated', codes: ['S93.401A', 'W01.0XXA'], line: '99213', places: [1] },
    { when: 'unless there is nothing else', codes: ['W01.0XXA'], line: '99213', places: [1] },
    { when: 'no diagnosis, no pointer', codes: [], line: '99213', places: [] },
  ])('$when', ({ codes, line, places }) => {
    expect(placesOf(codes, line)).toEqual(places)
  })

  test('never more than four', () => {
    const many = ['I10', 'E11.9', 'M10.9', 'K21.9', 'L40.9', 'F32.A']
    expect(placesOf(many, '20610')).toHaveLength(MAX_POINTERS)
  })

  test.each([
    ['a body mass index does not lead', ['Z68.35', 'E66.9'], ['E66.9', 'Z68.35']],
    ['nor a long-term drug', ['Z79.4', 'E11.9', 'I10'], ['E11.9', 'Z79.4', 'I10']],
    ['what nothing can lead stays as it is', ['Z79.4'], ['Z79.4']],
  ] as const)('%s', (_, codes, order) => {
    expect(draftOf(codes, []).diagnoses.map(({ code }) => code.code)).toEqual(order)
  })
})

test('the sections of problems are those that the knowledge calls direct', () => {
  const direct = knowledgeData.sections.filter(({ eligibility }) => eligibility === 'direct').map(({ id }) => id)
  expect(direct.toSorted()).toEqual([...PROBLEM_SECTIONS].toSorted())
})

test('what the knowledge never lists first cannot lead', () => {
  for (const prefix of knowledge.relations.neverFirst) {
    const code = prefix.length === 1 ? `${prefix}01` : prefix
    expect(canLead(aDiagnosis(code)), code).toBe(false)
  }
  for (const code of ['I10', 'Z00.00', 'Z23', 'Z51.11', 'R65.10', 'D63.8', 'Z33.2']) {
    expect(canLead(aDiagnosis(code)), code).toBe(true)
  }
})
