/** A report as lines of text. */
import type { Calibration } from './calibration.ts'
import type { CodeReport, FirstListed } from './code-report.ts'
import { ERROR_CLASSES } from './error-classes.ts'

function formatShare(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`
}

function formatFirstListed({ right, notes, flagged }: FirstListed): string {
  return `first-listed right in ${formatShare(right, notes)}; flagged by the annotators in ${flagged}`
}

function formatCalibration({ bins, error }: Calibration): string[] {
  const rows = bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count, stated, right }) => {
      const range = `${from.toFixed(1)} to ${to.toFixed(1)}`
      return `  ${range}  ${String(count).padStart(5)} codes  stated ${stated.toFixed(3)}  right ${right.toFixed(3)}`
    })
  return [`expected calibration error ${error.toFixed(3)}, ten bins`, ...rows]
}

export function formatReport({ notes, predicted, firstListed, calibration, errors }: CodeReport): string {
  const count = (kind: string, name?: string): string =>
    String(errors.filter((one) => one.kind === kind && (name === undefined || one.class === name)).length).padStart(8)
  return [
    `${notes} notes, ${predicted} codes predicted`,
    ...(firstListed === undefined ? [] : [formatFirstListed(firstListed)]),
    ...(calibration === undefined ? ['no confidence is stated for mentions'] : formatCalibration(calibration)),
    `${'errors by class'.padEnd(22)}  missed   extra`,
    ...ERROR_CLASSES.map((name) => `  ${name.padEnd(20)}${count('missed', name)}${count('extra', name)}`),
    `  ${'all'.padEnd(20)}${count('missed')}${count('extra')}`,
  ].join('\n')
}
