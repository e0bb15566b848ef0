/**
 * A draft on paper, its boxes numbered as the items of the CMS-1500 (Medicare Claims Processing Manual, chapter 26,
 * section 10) so that a biller finds them. The layout is our own; it is a worksheet and no claim form.
 */
import { findTotal, getNet, getPrice } from '#coding/claims/claim-total.ts'
import type { DraftClaim, DraftDiagnosis, DraftLine, LinePrice, NamedProvider } from '#coding/domain/draft-claim.ts'
import { buildPdf, fitText, PAGE, type PdfMark, type PdfText } from '../../../ui/pdf-document.ts'

/** What the chart's banner says; it is on the paper and in no file of Postil's server. */
export type WorksheetPatient = { readonly name: string; readonly birthDate?: string; readonly sex: string }

const MARGIN = 36
const WIDTH = PAGE.width - 2 * MARGIN
const LABEL = 6
const VALUE = 8
const BOX = 26
const TITLE_HEIGHT = 32
const ROWS_A_PAGE = Math.floor((PAGE.height - 2 * MARGIN - TITLE_HEIGHT) / BOX)

type Box = { readonly label: string; readonly value: string | undefined }
/** Boxes beside each other, each with its share of the width. */
type Row = readonly (Box & { readonly share: number })[]

/** Letters of the diagnoses, as item 24E points to them; an institutional claim goes on to Y. */
const letterOf = (place: number): string => String.fromCharCode('A'.charCodeAt(0) + place - 1)

function drawText(mark: Omit<PdfText, 'kind'>): PdfText {
  return { kind: 'text', ...mark }
}

function drawRow(row: Row, top: number): PdfMark[] {
  let x = MARGIN
  return row.flatMap(({ label, value, share }): PdfMark[] => {
    const box = { kind: 'box', x, y: top - BOX, width: WIDTH * share, height: BOX } as const
    const words = fitText(value ?? '', VALUE, box.width - 6)
    x += box.width
    return [
      box,
      drawText({ font: 'labels', x: box.x + 3, y: top - LABEL - 2, size: LABEL, text: label }),
      drawText({ font: 'values', x: box.x + 3, y: top - BOX + 5, size: VALUE, text: words }),
    ]
  })
}

function describeProvider(provider: NamedProvider | undefined): string | undefined {
  return provider && [provider.npi && `NPI ${provider.npi}`, provider.reference].filter(Boolean).join(', ')
}

const FREQUENCIES = { original: '1 original', replacement: '7 replacement', void: '8 void' } as const

function listHeadRows(draft: DraftClaim, patient: WorksheetPatient): readonly Row[] {
  const { filing = {} } = draft
  const { accident, authorization, frequency, originalReference } = filing
  const told = accident && [accident.kind, accident.date, accident.state].filter(Boolean).join(' ')
  const cause = filing.onset ?? filing.lastMenstrualPeriod ?? filing.initialTreatment
  return [
    [
      { label: '2  Patient', value: patient.name, share: 0.5 },
      { label: '3  Birth date and sex', value: `${patient.birthDate ?? ''} ${patient.sex}`, share: 0.25 },
      { label: '26  Patient and encounter in the EHR', value: `${draft.patientId} ${draft.encounterId}`, share: 0.25 },
    ],
    [
      { label: '1, 11  Coverage', value: draft.coverage?.reference ?? 'none read', share: 0.5 },
      { label: '10  Accident', value: told, share: 0.25 },
      { label: '14  Onset or first treatment', value: cause, share: 0.25 },
    ],
    [
      {
        label: '17  Referring, ordering provider',
        value: [filing.referringProvider, filing.orderingProvider]
          .flatMap((provider) => describeProvider(provider) ?? [])
          .join(', '),
        share: 0.5,
      },
      {
        label: '22  Resubmission',
        value: frequency && [FREQUENCIES[frequency], originalReference].filter(Boolean).join(' '),
        share: 0.25,
      },
      {
        label: '23  Authorization, referral or CLIA',
        value: [authorization?.number, filing.referral, filing.laboratory?.clia].filter(Boolean).join(', '),
        share: 0.25,
      },
    ],
    ...(draft.kind === 'institutional' ? [listStayRow(draft)] : []),
  ]
}

function listStayRow({ stay, admittingDiagnosis, procedures = [], dateOfService, dateOfServiceEnd }: DraftClaim): Row {
  return [
    { label: 'Type of bill', value: stay?.typeOfBill, share: 0.125 },
    { label: 'Admission', value: stay?.admission, share: 0.125 },
    { label: 'Period', value: `${dateOfService} ${dateOfServiceEnd ?? dateOfService}`, share: 0.25 },
    { label: 'Discharge', value: stay?.dischargeStatus, share: 0.1 },
    { label: 'Admitting diagnosis', value: admittingDiagnosis?.code, share: 0.15 },
    { label: 'Inpatient procedures', value: procedures.map(({ code }) => code).join(' '), share: 0.25 },
  ]
}

const PRESENT = { yes: 'Y', no: 'N', unknown: 'U', undetermined: 'W' } as const
const DIAGNOSES_A_ROW = 4

function listDiagnosisRows({ diagnoses }: DraftClaim): readonly Row[] {
  const boxes = diagnoses.map(({ code, presentOnAdmission: poa }: DraftDiagnosis, index) => ({
    label: `21 ${letterOf(index + 1)}  ${code.title.slice(0, 36)}`,
    value: [code.code, poa && `POA ${PRESENT[poa]}`].filter(Boolean).join('  '),
    share: 1 / DIAGNOSES_A_ROW,
  }))
  const count = Math.ceil(boxes.length / DIAGNOSES_A_ROW)
  return Array.from({ length: count }, (_, row) => boxes.slice(row * DIAGNOSES_A_ROW, (row + 1) * DIAGNOSES_A_ROW))
}

/** Charges are on a coder's draft alone, where the site loads a fee schedule; without them no box is named for them. */
const isPriced = ({ lines }: DraftClaim): boolean => lines.some((line) => getPrice(line) !== undefined)

const describeAmount = ({ cents, currency }: LinePrice): string => `${(cents / 100).toFixed(2)} ${currency}`

function listLineRow(draft: DraftClaim, line: DraftLine): Row {
  const drug = line.drug && `${line.drug.ndc} ${line.drug.unit}${line.drug.amount}`
  const place = draft.lines.indexOf(line) + 1
  const price = getPrice(line)
  const hasCharges = isPriced(draft)
  return [
    { label: `${place}  24A  Date`, value: line.date, share: 0.11 },
    { label: '24B  Place', value: line.placeOfService, share: 0.07 },
    { label: '24D  Code and modifiers', value: [line.code.code, ...line.modifiers].join(' '), share: 0.22 },
    { label: '24E  Diagnoses', value: line.diagnosisPointers.map(letterOf).join(''), share: 0.09 },
    {
      label: line.minutes === undefined ? '24G  Units' : '24G  Minutes',
      value: String(line.minutes ?? line.units),
      share: 0.08,
    },
    { label: 'Revenue code', value: line.revenueCode, share: 0.08 },
    { label: 'Drug, or what the code stands for', value: drug ?? line.description, share: hasCharges ? 0.22 : 0.35 },
    ...(hasCharges ? [{ label: '24F  Charge', value: price && describeAmount(getNet(line, price)), share: 0.13 }] : []),
  ]
}

function listFootRows(draft: DraftClaim): readonly Row[] {
  const facility = describeProvider(draft.filing?.facility)
  const total = findTotal(draft)
  return [
    [
      { label: '24J, 31  Performed by', value: describeProvider(draft.performer), share: 1 / 3 },
      { label: '32  Where', value: facility, share: 1 / 3 },
      { label: '33  Billed by', value: describeProvider(draft.billingProvider), share: 1 / 3 },
    ],
    [
      {
        label: 'Notes',
        value: draft.supportingNotes.map(({ id }) => id).join(' '),
        share: isPriced(draft) ? 0.5 : 0.75,
      },
      ...(isPriced(draft) ? [{ label: '28  Total charge', value: total && describeAmount(total), share: 0.25 }] : []),
      { label: 'Total minutes of the visit', value: draft.totalMinutes?.toString(), share: 0.25 },
    ],
  ]
}

function drawTitle({ page, pages }: { readonly page: number; readonly pages: number }): PdfMark[] {
  const top = PAGE.height - MARGIN
  return [
    drawText({ font: 'bold', x: MARGIN, y: top - 10, size: 12, text: 'Draft charges: a worksheet, not a claim form' }),
    drawText({
      font: 'labels',
      x: MARGIN,
      y: top - 22,
      size: 7,
      text: 'Made with software from a draft. Check every entry before it is billed.',
    }),
    drawText({ font: 'labels', x: PAGE.width - MARGIN - 60, y: top - 10, size: 8, text: `Page ${page} of ${pages}` }),
  ]
}

export type Sheet = { readonly draft: DraftClaim; readonly patient: WorksheetPatient }

export function buildDraftWorksheet(draft: DraftClaim, patient: WorksheetPatient): Uint8Array<ArrayBuffer> {
  return buildDraftWorksheets([{ draft, patient }])
}

/** Each begins on a page of its own, counted from one. */
export function buildDraftWorksheets(sheets: readonly Sheet[]): Uint8Array<ArrayBuffer> {
  return buildPdf('Draft charges: a worksheet, not a claim form', sheets.flatMap(drawSheet))
}

function drawSheet({ draft, patient }: Sheet): readonly (readonly PdfMark[])[] {
  // Every page says whose it is and what its letters mean, so that one alone can be read.
  const head = [...listHeadRows(draft, patient), ...listDiagnosisRows(draft)]
  const foot = listFootRows(draft)
  const room = ROWS_A_PAGE - head.length - foot.length
  const count = Math.max(1, Math.ceil(draft.lines.length / room))
  return Array.from({ length: count }, (_, index) => {
    const lines = draft.lines.slice(index * room, (index + 1) * room).map((line) => listLineRow(draft, line))
    const rows = [...head, ...lines, ...foot]
    const top = PAGE.height - MARGIN - TITLE_HEIGHT
    return [
      ...drawTitle({ page: index + 1, pages: count }),
      ...rows.flatMap((row, place) => drawRow(row, top - place * BOX)),
    ]
  })
}
