import fc from 'fast-check'
import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import { buildDraftWorksheet, buildDraftWorksheets } from '#app/features/draft/export/draft-worksheet.ts'
import { buildPdf, fitText, PAGE } from '#app/ui/pdf-document.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { parseModifierCode } from '#coding/domain/procedure-code.ts'
import { aDiagnosis, aDraftClaim, aLine, arbitraryDraftClaim } from '../../../../fixtures/fhir/draft-claim.ts'

const patient = { name: 'Zoë Nguyễn-O’Brien (test)', birthDate: '1968-03-12', sex: 'female' }

async function readPages(draft: DraftClaim): Promise<readonly string[]> {
  const pdf = await getDocumentProxy(buildDraftWorksheet(draft, patient))
  return (await extractText(pdf)).text
}

/** Words that reach over the edge of the box that they begin in. */
async function listStrays(draft: DraftClaim): Promise<readonly string[]> {
  const bytes = buildDraftWorksheet(draft, patient)
  const source = Buffer.from(bytes).toString('latin1')
  const boxes = [...source.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re S$/gm)].map((box) =>
    box.slice(1).map(Number),
  )
  const pdf = await getDocumentProxy(bytes)
  const strays: string[] = []
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue
      const [x, y] = [item.transform[4] as number, item.transform[5] as number]
      const isInside = ([left = 0, bottom = 0, width = 0, height = 0]: number[]): boolean =>
        x >= left && x + item.width <= left + width && y >= bottom && y <= bottom + height
      const isTitle = y > PAGE.height - 68
      if (!(isTitle || boxes.some(isInside))) strays.push(item.str)
    }
  }
  return strays
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

  test('twelve diagnoses and twenty lines fill two pages, every word inside its box', async () => {
    const title = 'Hypertensive heart and chronic kidney disease with heart failure and stage 1 through stage 4 disease'
    const diagnoses = Array.from({ length: 12 }, (_, index) => {
      const diagnosis = aDiagnosis(`M${10 + index}.9`)
      return { ...diagnosis, code: { ...diagnosis.code, title } }
    })
    const modifiers = ['59', 'RT', '76', '99'].map(parseModifierCode)
    const price = { cents: 1_234_567, currency: 'USD' }
    const lines = Array.from({ length: 20 }, (_, index) =>
      aLine(`G0${100 + index}`, { modifiers, price, units: 3, diagnosisPointers: [12, 1, 2, 3] }),
    )
    const draft = aDraftClaim({ diagnoses, lines })
    const pages = await readPages(draft)
    expect(pages).toHaveLength(2)
    expect(pages[1]).toContain('G0119 59 RT 76 99')
    expect(pages[1]).toContain('LABC')
    expect(pages[1]).toContain('37037.01 USD')
    expect(pages[1]).toContain('740740.20 USD')
    expect(await listStrays(draft)).toEqual([])
  })

  test('names no charge where no line has one', async () => {
    const [page] = await readPages(aDraftClaim())
    expect(page).not.toMatch(/charge\b(?!s: a worksheet)/i)
  })

  test('of several drafts begin on a page of their own', async () => {
    const sheet = (code: string) => ({ draft: aDraftClaim({ lines: [aLine(code)] }), patient })
    const pdf = await getDocumentProxy(buildDraftWorksheets([sheet('99213'), sheet('20610')]))
    const { text } = await extractText(pdf)
    expect(text).toHaveLength(2)
    expect(text[0]).toContain('99213')
    expect(text[1]).toContain('20610')
    for (const page of text) expect(page).toContain('Page 1 of 1')
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
