/** One run: every row through the engine, predictions and report written at the end. */
import { writeFileSync } from 'node:fs'
import { buildCodeReport, type CodeReport, type JudgedNote } from './code-report.ts'
import type { Engine } from './engine.ts'
import { EvaluationError } from './errors.ts'
import { formatReport } from './format-report.ts'
import { parseGoldCodes } from './gold-codes.ts'
import type { EvaluationOptions } from './options.ts'
import { predictAssertion } from './predict-assertion.ts'
import { type CheckPrediction, formatLoudness, predictChecks } from './predict-checks.ts'
import { predictMasks } from './predict-masks.ts'
import { predictPrompts } from './predict-prompts.ts'
import { createProgress } from './progress.ts'
import { readEngine } from './read-engine.ts'
import type { EvaluationRow } from './read-rows.ts'
import { drawReliability } from './reliability-chart.ts'

export type EvaluationOutput = {
  /** To standard output. */
  readonly print: (text: string) => void
  /** To standard error, so that it never mixes with a report. */
  readonly notify: (text: string) => void
  readonly now: () => number
}

type Predicted = { readonly predictions: readonly object[]; readonly judged: readonly JudgedNote[] }

function predictRow(
  engine: Engine,
  row: EvaluationRow,
  options: EvaluationOptions,
): { prediction: object } & Partial<JudgedNote> {
  if (options.task === 'prompts') return { prediction: predictPrompts(engine, row) }
  if (options.task === 'assertion') return { prediction: predictAssertion(engine.knowledge, row) }
  if (options.task === 'deid') return { prediction: predictMasks(row) }
  const view = readEngine(engine, row.note, options.scope)
  return { prediction: { id: row.id, codes: view.predictions.map(({ code }) => code) }, view }
}

function predictRows(
  engine: Engine,
  rows: readonly EvaluationRow[],
  { options, output }: { readonly options: EvaluationOptions; readonly output: EvaluationOutput },
): Predicted {
  // A row without gold is found before the long run, not after it.
  const golds = options.isReported ? rows.map(parseGoldCodes) : []
  const progress = createProgress({ total: rows.length, now: output.now, write: output.notify })
  const predictions: object[] = []
  const judged: JudgedNote[] = []
  for (const [index, row] of rows.entries()) {
    const { prediction, view } = predictRow(engine, row, options)
    const gold = golds[index]
    predictions.push(prediction)
    if (gold !== undefined && view !== undefined) judged.push({ id: row.id, gold, view })
    progress.advance()
  }
  return { predictions, judged }
}

function writeReport(report: CodeReport, { reportJson, plot }: EvaluationOptions, output: EvaluationOutput): void {
  output.print(formatReport(report))
  if (reportJson !== undefined) writeFileSync(reportJson, `${JSON.stringify(report, null, 2)}\n`)
  if (plot === undefined) return
  if (report.calibration === undefined) {
    throw new EvaluationError('usage', '--plot needs predictions with a confidence, which --scope claim has.')
  }
  writeFileSync(plot, drawReliability(report.calibration.bins))
}

function writeChecks(
  predictions: readonly CheckPrediction[],
  { out }: EvaluationOptions,
  output: EvaluationOutput,
): void {
  if (out !== undefined) {
    writeFileSync(out, predictions.map(({ id, checks }) => `${JSON.stringify({ id, checks })}\n`).join(''))
  }
  output.print(formatLoudness(predictions))
}

export function runEvaluation(
  engine: Engine,
  rows: readonly EvaluationRow[],
  { options, output }: { readonly options: EvaluationOptions; readonly output: EvaluationOutput },
): void {
  if (options.task === 'checks') {
    writeChecks(
      rows.map((row) => predictChecks(engine, row)),
      options,
      output,
    )
    return
  }
  const { predictions, judged } = predictRows(engine, rows, { options, output })
  if (options.out !== undefined) {
    writeFileSync(options.out, predictions.map((one) => `${JSON.stringify(one)}\n`).join(''))
    output.notify(`${predictions.length} predictions written.\n`)
  }
  if (!options.isReported) return
  const setup = { relations: engine.knowledge.relations, scope: options.scope }
  writeReport(buildCodeReport(judged, setup), options, output)
}
