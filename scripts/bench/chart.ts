// Plots the figures that have a bar: how much of its budget each one uses. Plain SVG, no library.
import { type Bar, shareOfBudget } from './figure.ts'

export type ChartRow = {
  readonly part: string
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bar: Bar
}

const WIDTH = 1040
const ROW = 26
const TOP = 64
const LABELS = 470
const VALUES = 200
const PLOT = WIDTH - LABELS - VALUES
/** Where the axis ends; what uses more is drawn to the edge and says its number. */
const MOST = 1.5
const FONT = 'font-family="system-ui, sans-serif" font-size="13"'

export function drawChart(rows: readonly ChartRow[], caption: string): string {
  const height = TOP + rows.length * ROW + 28
  const limit = LABELS + PLOT / MOST
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Share of its budget that each figure uses">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="26" ${FONT} font-weight="600" fill="#1b1f24">Share of its budget that each figure uses: left of the line it holds</text>`,
    `<text x="16" y="46" ${FONT} fill="#57606a">${escapeText(caption)}</text>`,
    ...rows.map(drawRow),
    `<line x1="${limit}" y1="${TOP - 6}" x2="${limit}" y2="${height - 22}" stroke="#1b1f24" stroke-width="1.5"/>`,
    `<text x="${limit}" y="${height - 8}" ${FONT} text-anchor="middle" fill="#1b1f24">the bar</text>`,
    '</svg>',
    '',
  ].join('\n')
}

function drawRow(row: ChartRow, index: number): string {
  const share = shareOfBudget(row.value, row.bar)
  const width = Math.max(2, (Math.min(share, MOST) / MOST) * PLOT)
  const y = TOP + index * ROW
  const sign = row.bar.at === 'most' ? '≤' : '≥'
  const value = `${formatValue(row.value)} (bar ${sign} ${formatValue(row.bar.value)} ${row.unit})`
  return [
    `<text x="${LABELS - 10}" y="${y + 14}" ${FONT} text-anchor="end" fill="#1b1f24">${escapeText(`${row.part} · ${row.name}`)}</text>`,
    `<rect x="${LABELS}" y="${y + 2}" width="${width.toFixed(1)}" height="16" rx="2" fill="${share <= 1 ? '#2f6f8f' : '#b5482f'}"/>`,
    `<text x="${WIDTH - VALUES + 12}" y="${y + 14}" ${FONT} fill="#57606a">${escapeText(value)}</text>`,
  ].join('\n')
}

/** Three figures that count, without an exponent. */
export function formatValue(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 })
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
