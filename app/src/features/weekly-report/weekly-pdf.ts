/** The weekly report on paper: each section as a table, with its picture where it has one. No clock: the days are its title. */
import { buildPdf, fitText, PAGE, type PdfMark } from '../../ui/pdf-document.ts'
import type { DayRange } from '../../ui/report/report-store.ts'
import type { ReportRow, ReportSection } from './weekly-sections.ts'

const MARGIN = 36
const LINE = 12
const TEXT = 8
const COLUMNS = [
  { x: MARGIN, width: 200 },
  { x: MARGIN + 206, width: 140 },
  { x: MARGIN + 352, width: 60 },
] as const
/** Pictures stand beside their rows. */
const CHART = { x: MARGIN + 420, width: PAGE.width - 2 * MARGIN - 424 } as const

/** A line of the report and how much room it takes. */
type Line = { readonly height: number; readonly draw: (y: number) => readonly PdfMark[] }

export function buildWeeklyPdf(range: DayRange, sections: readonly ReportSection[]): Uint8Array<ArrayBuffer> {
  const title = `Weekly report, ${range.from} to ${range.to}`
  const lines = [textLine(title, { size: 14, font: 'bold' }), ...sections.flatMap(drawSection)]
  return buildPdf(title, breakPages(lines))
}

function breakPages(lines: readonly Line[]): readonly (readonly PdfMark[])[] {
  const pages: PdfMark[][] = [[]]
  let y = PAGE.height - MARGIN
  for (const { height, draw } of lines) {
    if (y - height < MARGIN) {
      pages.push([])
      y = PAGE.height - MARGIN
    }
    y -= height
    pages.at(-1)?.push(...draw(y))
  }
  return pages
}

function drawSection({ title, lead, rows, plot }: ReportSection): readonly Line[] {
  if (rows.length === 0) return []
  const from = findStart(rows)
  const place = (share: number): number => CHART.x + ((share - from) / (1 - from)) * CHART.width
  const isStrip = plot === 'intervals'
  return [
    textLine(title, { size: 10, font: 'bold', height: 26 }),
    ...wrap(lead ?? '').map((words) => textLine(words, { size: TEXT, font: 'values' })),
    ...rows.flatMap((row) => drawRow(row, isStrip ? place : undefined)),
    ...(isStrip ? [drawAxis(from)] : []),
    ...(plot === 'calibration' ? [drawCalibration(rows)] : []),
  ]
}

type TextStyle = { readonly size: number; readonly font: 'bold' | 'values' | 'labels'; readonly height?: number }

function textLine(text: string, { size, font, height = size + 4 }: TextStyle): Line {
  return { height, draw: (y) => [{ kind: 'text', x: MARGIN, y: y + 3, size, font, text }] }
}

function drawRow(row: ReportRow, place: ((share: number) => number) | undefined): readonly Line[] {
  const { name, value, numerator, denominator, interval, note } = row
  const counted = numerator === undefined || denominator === undefined ? '' : `${numerator} / ${denominator}`
  const cells = [name, value, counted]
  const main: Line = {
    height: LINE,
    draw: (y) => [
      ...COLUMNS.map(
        ({ x, width }, index): PdfMark => ({
          kind: 'text',
          x,
          y: y + 3,
          size: TEXT,
          font: 'values',
          text: fitText(cells[index] ?? '', TEXT, width),
        }),
      ),
      ...(interval && place ? drawInterval(interval, place, y + 6) : []),
    ],
  }
  // A name that its column cuts stands below in full.
  const isCut = fitText(name, TEXT, COLUMNS[0].width) !== name
  const notes = [...wrap(isCut ? name : ''), ...wrap(note ?? '')].map((words) =>
    textLine(`  ${words}`, { size: TEXT - 1, font: 'labels' }),
  )
  return [main, ...notes]
}

type Interval = NonNullable<ReportRow['interval']>

function drawInterval({ share, low, high }: Interval, place: (share: number) => number, y: number): readonly PdfMark[] {
  return [
    { kind: 'box', x: place(low), y, width: Math.max(0.5, place(high) - place(low)), height: 0.2 },
    { kind: 'box', x: place(share) - 1.5, y: y - 1.5, width: 3, height: 3 },
  ]
}

/** The side of the square, and the room below and left of it for its axes. */
const PLOT = { side: 150, below: 24, left: 40 } as const

/** Agreement over what was stated: where suggestions keep what they say, the dots stand on the diagonal. */
function drawCalibration(rows: readonly ReportRow[]): Line {
  const label = (text: string, x: number, y: number): PdfMark => ({
    ...{ kind: 'text', x, y, size: TEXT - 1, font: 'labels', text },
  })
  return {
    height: PLOT.side + PLOT.below + LINE,
    draw: (bottom) => {
      const [left, floor] = [MARGIN + PLOT.left, bottom + PLOT.below]
      const x = (share: number): number => left + share * PLOT.side
      const y = (share: number): number => floor + share * PLOT.side
      return [
        { kind: 'box', x: left, y: floor, width: PLOT.side, height: PLOT.side },
        { kind: 'line', from: [x(0), y(0)], to: [x(1), y(1)] },
        ...rows.flatMap(({ interval, said }) => (interval && said !== undefined ? drawDot(interval, x(said), y) : [])),
        ...[0, 0.5, 1].flatMap((share) => [
          label(share.toFixed(1), x(share) - 4, floor - 10),
          label(`${share * 100} %`, left - 28, y(share) - 3),
        ]),
        label('confidence that was stated', x(0.5) - 38, floor - 20),
        label(
          'agreement, with its 95 % interval; the line is where both are the same',
          left + PLOT.side + 10,
          y(1) - 6,
        ),
      ]
    },
  }
}

function drawDot({ share, low, high }: Interval, x: number, y: (share: number) => number): readonly PdfMark[] {
  return [
    { kind: 'line', from: [x, y(low)], to: [x, y(high)] },
    { kind: 'box', x: x - 2, y: y(share) - 2, width: 4, height: 4 },
  ]
}

function drawAxis(from: number): Line {
  const label = (text: string, x: number, y: number): PdfMark => ({
    kind: 'text',
    x,
    y,
    size: TEXT - 1,
    font: 'labels',
    text,
  })
  return {
    height: LINE,
    draw: (y) => [
      { kind: 'box', x: CHART.x, y: y + LINE - 2, width: CHART.width, height: 0.2 },
      label(`${Math.round(from * 100)} %`, CHART.x, y + 2),
      label('100 %', CHART.x + CHART.width - 16, y + 2),
    ],
  }
}

function findStart(rows: readonly ReportRow[]): number {
  const least = Math.min(1, ...rows.map(({ interval }) => interval?.low ?? 1))
  return Math.min(0.9, Math.floor(least * 10) / 10)
}

const LETTERS = 105

function wrap(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= LETTERS) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.filter((line) => line !== '')
}
