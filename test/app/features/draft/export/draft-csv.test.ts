import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildDraftCsv, buildDraftsCsv } from '#app/features/draft/export/draft-csv.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { parseModifierCode, parseProcedureCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis, aDraftClaim, aLine, arbitraryDraftClaim } from '../../../../fixtures/fhir/draft-claim.ts'

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

function readTable(draft: DraftClaim): readonly Readonly<Record<string, string>>[] {
  const [titles = [], ...rows] = parseCsv(buildDraftCsv(draft))
  return rows.map((row) => {
    expect(row).toHaveLength(titles.length)
    return Object.fromEntries(titles.map((title, index) => [title, row[index] ?? '']))
  })
}

describe('the table of a draft', () => {
  test('has a row a line, with codes instead of pointers', () => {
    const draft = aDraftClaim({
      diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10')],
      lines: [
        aLine('99213', { modifiers: [parseModifierCode('25')], diagnosisPointers: [2, 1] }),
        aLine('20610', { units: 2 }),
      ],
    })
    expect(readTable(draft)).toMatchObject([
      { line: '1', code: '99213', 'modifier 1': '25', units: '1', 'diagnosis 1': 'I10', 'diagnosis 2': 'M17.11' },
      { line: '2', code: '20610', 'modifier 1': '', units: '2', 'diagnosis 1': 'M17.11', diagnoses: 'M17.11 I10' },
    ])
  })

  test('holds several drafts one after the other under one row of titles', () => {
    const one = aDraftClaim({ lines: [aLine('99213')] })
    const [titles, ...rows] = parseCsv(buildDraftsCsv([one, aDraftClaim({ lines: [] }), one]))
    expect(titles).toContain('encounter')
    expect(rows.map((row) => row[titles?.indexOf('code') ?? -1])).toEqual(['99213', '', '99213'])
  })

  test('has one row of diagnoses while there is no line', () => {
    expect(readTable(aDraftClaim({ lines: [] }))).toMatchObject([{ diagnoses: 'M17.11', code: '', line: '' }])
  })

  test('leaves out nothing that a person stated of the claim', () => {
    const day = parseDateOnly('2026-10-01')
    const draft = aDraftClaim({
      lines: [aLine('20999', { description: 'Needling', comparison: parseProcedureCode('20610') })],
      filing: {
        frequency: 'replacement',
        originalReference: 'R-1',
        referral: 'F-2',
        accident: { kind: 'auto', date: day, state: 'OH' },
        onset: day,
        payerNumber: '00001',
        facility: { reference: 'Location/l1' },
        referringProvider: { npi: '1234567893' },
        orderingProvider: { reference: 'Practitioner/p2' },
        laboratory: { clia: '05D0000001' },
      },
    })
    expect(readTable(draft)[0]).toMatchObject({
      description: 'Needling',
      'comparable code': '20610',
      frequency: 'replacement',
      'original reference': 'R-1',
      referral: 'F-2',
      accident: 'auto',
      'accident date': '2026-10-01',
      'accident state': 'OH',
      onset: '2026-10-01',
      'payer number': '00001',
      facility: 'Location/l1',
      'referring provider': '1234567893',
      'ordering provider': 'Practitioner/p2',
      CLIA: '05D0000001',
    })
  })

  test.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)'])('makes no formula of %s', (number) => {
    const [row] = readTable(aDraftClaim({ filing: { authorization: { number } } }))
    expect(row?.['authorization']).toBe(`'${number}`)
  })

  test('reads back as it was written, whatever the draft', () => {
    fc.assert(
      fc.property(arbitraryDraftClaim, (draft) => {
        const rows = readTable(draft)
        expect(rows).toHaveLength(Math.max(1, draft.lines.length))
        draft.lines.forEach((line, index) => {
          expect(rows[index]?.['code']).toBe(line.code.code)
          expect(rows[index]?.['units']).toBe(String(line.units))
        })
      }),
      { numRuns: 300 },
    )
  })
})
