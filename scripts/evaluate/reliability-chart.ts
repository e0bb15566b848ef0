/** Draws stated confidence against the share that was right, one circle a bin. Plain SVG, no library. */
import type { ConfidenceBin } from './calibration.ts'

const [LEFT, TOP, SIDE] = [46, 30, 220]
const BOTTOM = TOP + SIDE
const COLOR = '#1f5fa8'

const toX = (share: number): string => (LEFT + share * SIDE).toFixed(1)
const toY = (share: number): string => (BOTTOM - share * SIDE).toFixed(1)

function drawTick(share: number): string {
  return [
    `<text x="${toX(share)}" y="${BOTTOM + 16}" text-anchor="middle">${share}</text>`,
    `<text x="${LEFT - 8}" y="${Number(toY(share)) + 4}" text-anchor="end">${share}</text>`,
  ].join('')
}

/** Area, not radius, would hide small bins; the fourth root keeps them visible. */
function drawBin({ count, stated, right }: ConfidenceBin): string {
  const radius = 2.5 * count ** 0.25
  // Above the diagonal the number stands left of its circle, below it right: never on the line.
  const isAbove = right >= stated
  const x = Number(toX(stated)) + (isAbove ? -10 : 10)
  const y = Number(toY(right)) + (isAbove ? -6 : 14)
  const anchor = isAbove ? 'end' : 'start'
  const circle = `<circle cx="${toX(stated)}" cy="${toY(right)}" r="${radius.toFixed(1)}" fill="${COLOR}" fill-opacity="0.75"/>`
  return `${circle}<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${count}</text>`
}

function describe(bins: readonly ConfidenceBin[]): string {
  return bins.map(({ stated, right, count }) => `${stated.toFixed(2)} and ${right.toFixed(2)} of ${count}`).join(', ')
}

export function drawReliability(all: readonly ConfidenceBin[]): string {
  const bins = all.filter(({ count }) => count > 0)
  const middle = LEFT + SIDE / 2
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 300" width="320" height="300" font-family="sans-serif" font-size="11" role="img" aria-labelledby="t">',
    `<title id="t">Stated confidence against the share of codes that was right: ${describe(bins)}</title>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<path d="M${LEFT} ${BOTTOM}H${LEFT + SIDE}M${LEFT} ${BOTTOM}V${TOP}" stroke="#555" fill="none"/>`,
    `<path d="M${LEFT} ${BOTTOM}L${LEFT + SIDE} ${TOP}" stroke="#999" stroke-dasharray="4 3" fill="none"/>`,
    ...[0, 0.5, 1].map(drawTick),
    ...bins.map(drawBin),
    `<text x="${middle}" y="${BOTTOM + 36}" text-anchor="middle">stated confidence</text>`,
    `<text transform="translate(14 ${TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">share that was right</text>`,
    '</svg>',
    '',
  ].join('\n')
}
