import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { isEvidenceIn } from '#coding/domain/evidence.ts'
import { tokenize } from '#coding/notes/tokens.ts'
import { analyse, anEncounter, codeSet } from './an-encounter.ts'

const PIECES = [
  'Assessment:',
  'Plan',
  '\n',
  '\n\n',
  '• ',
  '1. ',
  'right ',
  'left ',
  'knee ',
  'osteoarthritis ',
  'OA ',
  'no ',
  'denies ',
  'possible ',
  'diabetes ',
  'CKD stage 3 ',
  'hypertension ',
  'heart failure ',
  'family history of ',
  'due to ',
  ', ',
  '. ',
  ': ',
  '; ',
  'and ',
  'fracture ',
  'distal radius ',
  'pain ',
  'acute on chronic ',
  'HPI: ',
  'pneumonia ',
  'E. coli ',
  '\u2028',
  '\t',
  '–',
  '💥',
  'ß',
  '#',
  '(',
]

/** Notes that look like notes: headings, conditions, cues and noise in any order. */
const noteText = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 120 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 400 }),
)

function listEvidence(record: EncounterRecord) {
  return analyse(record).flatMap((finding) => (finding.kind === 'prompt' ? finding.prompt.evidence : finding.evidence))
}

describe('on any text', () => {
  test('every quote equals its slice, and no evidence is negated or another person’s', () => {
    fc.assert(
      fc.property(noteText, (text) => {
        const record = anEncounter({ notes: [text] })
        for (const evidence of listEvidence(record)) {
          expect(record.notes.some((note) => isEvidenceIn(note, evidence))).toBe(true)
          expect(evidence.assertion).toMatchObject({ experiencer: 'patient' })
          expect(evidence.assertion.existence).not.toBe('absent')
        }
      }),
    )
  })

  test('every diagnosis is billable on the date, and the same input gives the same bytes', () => {
    fc.assert(
      fc.property(noteText, (text) => {
        const record = anEncounter({ notes: [text] })
        const findings = analyse(record)
        expect(JSON.stringify(analyse(record))).toBe(JSON.stringify(findings))
        for (const finding of findings) {
          if (finding.kind !== 'code' || finding.code.category !== 'diagnosis') continue
          expect(codeSet.lookUp(finding.code.code, record.dateOfService).kind).toBe('valid_billable')
        }
      }),
    )
  })

  test('tokens cover the text in order and never overlap', () => {
    fc.assert(
      fc.property(noteText, (text) => {
        let end = 0
        for (const token of tokenize(text)) {
          expect(token.start).toBeGreaterThanOrEqual(end)
          expect(text.slice(token.start, token.end)).toBe(token.text)
          end = token.end
        }
      }),
    )
  })
})

describe('at 50 KB', () => {
  test.each([
    ['one line without a mark', 'right knee osteoarthritis and '],
    ['only headings', 'PLAN:\n'],
    ['only negations', 'no evidence of '],
    ['only bullets', '- '],
    ['terms that never end', 'pain in the right left knee and or knee / '],
    ['astral characters', '𝔨𝔫𝔢𝔢 '],
  ])('does not fail: %s', (_, piece) => {
    const text = piece.repeat(Math.ceil(50_000 / piece.length))
    expect(() => analyse(anEncounter({ notes: [`Assessment: ${text}`] }))).not.toThrow()
  })
})
