// The branded scalars: what each parser takes, what it refuses, and that formatting and parsing agree.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClinicalNote } from '#coding/domain/clinical-note.ts'
import { countDaysBetween, isDateOnly, parseDateOnly, tryParseDay } from '#coding/domain/date-only.ts'
import { cutEvidence, isEvidenceIn } from '#coding/domain/evidence.ts'
import { buildFingerprint } from '#coding/domain/fingerprint.ts'
import { parseIcd10Code, tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import { parseNoteId } from '#coding/domain/ids.ts'
import {
  getModifierSystem,
  getProcedureSystem,
  parseModifierCode,
  parseProcedureCode,
} from '#coding/domain/procedure-code.ts'

describe('ICD-10-CM codes', () => {
  test.each([
    ['m1711', 'M17.11'],
    ['M17.11', 'M17.11'],
    ['i10', 'I10'],
    ['C4A', 'C4A'],
    ['qa00101', 'QA0.0101'],
    [' s52.501a ', 'S52.501A'],
  ])('%j is %s', (text, code) => {
    expect(tryParseIcd10Code(text)).toBe(code)
  })

  test.each(['', 'M1', '117.11', 'E11..9', 'M17.11XAAA', 'M 17', 'M17,11', 'é17'])('%j is none', (text) => {
    expect(tryParseIcd10Code(text)).toBeUndefined()
    expect(() => parseIcd10Code(text)).toThrow(expect.objectContaining({ code: 'bad-code' }))
  })

  test('what was parsed parses to itself', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][0-9A-Z]{2,6}$/), (text) => {
        const code = parseIcd10Code(text)
        expect(parseIcd10Code(code)).toBe(code)
      }),
    )
  })
})

describe('procedure codes and modifiers', () => {
  test.each([
    ['99213', 'cpt'],
    ['0001f', 'cpt'],
    ['J1885', 'hcpcs'],
  ] as const)('%s belongs to %s', (text, system) => {
    expect(getProcedureSystem(parseProcedureCode(text))).toBe(system)
  })

  test.each(['', '9921', '992134', 'ABCDE', 'I1234'])('%j is no procedure code', (text) => {
    expect(() => parseProcedureCode(text)).toThrow(expect.objectContaining({ code: 'bad-code' }))
  })

  test('a numeric modifier is the AMA’s, the others CMS’s', () => {
    expect(['25', 'RT', 'xs'].map((code) => getModifierSystem(parseModifierCode(code)))).toEqual([
      'cpt',
      'hcpcs',
      'hcpcs',
    ])
    expect(() => parseModifierCode('RTX')).toThrow(expect.objectContaining({ code: 'bad-code' }))
  })
})

describe('dates', () => {
  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '', '2026-11-02T10:00:00Z'])(
    '%j is no day',
    (text) => {
      expect(isDateOnly(text)).toBe(false)
      expect(() => parseDateOnly(text)).toThrow(expect.objectContaining({ code: 'bad-date' }))
    },
  )

  test('a leap day is one', () => {
    expect(parseDateOnly('2028-02-29')).toBe('2028-02-29')
  })

  test('the day of a moment is that of the zone in which it was written', () => {
    expect(tryParseDay('2026-11-02T23:59:00-05:00')).toBe('2026-11-02')
    expect(tryParseDay('2026')).toBeUndefined()
  })

  test('days are counted over month and year, and backwards', () => {
    expect(countDaysBetween(parseDateOnly('2025-12-30'), parseDateOnly('2026-01-02'))).toBe(3)
    expect(countDaysBetween(parseDateOnly('2026-03-01'), parseDateOnly('2026-02-28'))).toBe(-1)
  })
})

describe('evidence', () => {
  const note: ClinicalNote = {
    id: parseNoteId('n1'),
    version: '1',
    status: 'draft',
    authorRole: 'provider',
    encounterCertain: true,
    text: 'Assessment: knee 🦵 pain',
    sha256: 'a'.repeat(64),
  }
  const assertion = { existence: 'present', temporality: 'current', experiencer: 'patient' } as const

  test('the quote is the slice, and another version of the note does not hold it', () => {
    const evidence = cutEvidence(note, { start: 12, end: 16, section: 'assessment_plan', assertion })
    expect(evidence.quote).toBe('knee')
    expect(isEvidenceIn(note, evidence)).toBe(true)
    expect(isEvidenceIn({ ...note, version: '2' }, evidence)).toBe(false)
    expect(isEvidenceIn({ ...note, text: 'Assessment: foot 🦵 pain' }, evidence)).toBe(false)
  })

  test.each([
    [3, 3],
    [5, 2],
    [-1, 4],
    [0, 1000],
  ])('a span from %i to %i is refused', (start, end) => {
    expect(() => cutEvidence(note, { start, end, section: 'hpi', assertion })).toThrow(
      expect.objectContaining({ code: 'bad-evidence' }),
    )
  })
})

test('a fingerprint tells apart what differs in any part, and where the parts end', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), fc.array(fc.string(), { minLength: 1 }), (one, other) => {
      const isSame = one.join('\u001f') === other.join('\u001f')
      expect(buildFingerprint(one) === buildFingerprint(other)).toBe(isSame)
    }),
  )
})
