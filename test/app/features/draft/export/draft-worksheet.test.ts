import fc from 'fast-check'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import { buildDraftWorksheet } from '#app/features/draft/export/draft-worksheet.ts'
import { buildPdf, fitText, PAGE } from '#app/ui/pdf-document.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis, aDraftClaim, aLine, arbitraryDraftClaim } from '../../../../fixtures/fhir/draft-claim.ts'

const patient = { name: 'Zoë Nguyễn-O’Brien (test)', birthDate: '1968-03-12', sex: 'female' }

async function readPages(draft: DraftClaim): Promise<readonly string[]> {
  const pdf = await getDocumentProxy(buildDraftWorksheet(draft, patient))
  return (await extractText(pdf)).text
}

describe('the worksheet', () => {
  test('says on each page what it is not, whose it is and what stands on the draft', async () => {
    const draft = aDraftClaim({
      diagnoses: [aDiagnosis('M17.11'), aDiagnosis('I10')],
      lines: [aLine('20610', { modifiers: [parseModifierCode('RT')], diagnosisPointers: [2, 1] })],
    })
    const [page = '', ...others] = await readPages(draft)
    expect(others).toEqual([])
    expect(page).toContain('a worksheet, not a claim form')
    expect(page).toContain("Zoë Nguyen-O'Brien (test)")
    for (const words of ['1968-03-12', 'M17.11', 'I10', '20610 RT', 'BA', 'Coverage/cov1', 'NPI 1234567893'])
      expect(page).toContain(words)
  })

  test('has as many pages as its lines need, and loses none', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => aLine(String(20_000 + index)))
    const pages = await readPages(aDraftClaim({ lines }))
    expect(pages).toHaveLength(3)
    for (const page of pages) expect(page).toContain('not a claim form')
    for (const { code } of lines) expect(pages.join(' ')).toContain(code.code)
  })

  test('an institutional draft says bill type, present on admission and admitting diagnosis', async () => {
    const diagnoses = Array.from({ length: 25 }, (_, index) =>
      aDiagnosis(`M${10 + index}.9`, { presentOnAdmission: 'yes' }),
    )
    const stay = { typeOfBill: '0111', dischargeStatus: '01' }
    const [page = ''] = await readPages(
      aDraftClaim({ kind: 'institutional', diagnoses, stay, admittingDiagnosis: aDiagnosis('R07.9').code }),
    )
    for (const words of ['0111', 'R07.9', 'M34.9 POA Y', '21 Y']) expect(page).toContain(words)
  })

  test('no draft leaves the page, and every offset is right', () => {
    fc.assert(
      fc.property(arbitraryDraftClaim, (draft) => {
        const text = Buffer.from(buildDraftWorksheet(draft, patient)).toString('latin1')
        for (const [, x, y, width, height] of text.matchAll(/^([\d.]+) ([\d.-]+) ([\d.]+) ([\d.]+) re S$/gm)) {
          expect(Number(y)).toBeGreaterThanOrEqual(0)
          expect(Number(x) + Number(width)).toBeLessThanOrEqual(PAGE.width)
          expect(Number(y) + Number(height)).toBeLessThanOrEqual(PAGE.height)
        }
        const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset))
        offsets.forEach((offset, index) => {
          expect(text.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj\n`))
        })
        const start = Number(/startxref\n(\d+)/.exec(text)?.[1])
        expect(text.slice(start)).toMatch(/^xref\n/)
      }),
      { numRuns: 100 },
    )
  })
})

test('text is cut where its box ends', () => {
  expect(fitText('123456', 10, 36)).toBe('123456')
  expect(fitText('1234567', 10, 36)).toBe('12345>')
})

test('what would end a text early does not, and no letter leaves the encoding', () => {
  const marks = [{ kind: 'text', x: 0, y: 0, size: 9, font: 'values', text: 'a) Tj (b\\ 漢 Łódź' }] as const
  const text = Buffer.from(buildPdf('t', [marks])).toString('latin1')
  expect(text).toContain('(a\\) Tj \\(b\\\\ ? Lódz) Tj')
})
