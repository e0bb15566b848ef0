/**
 * `npm run evaluate -- codes|assertion|prompts|deid|checks --in FILE.jsonl --out PRED.jsonl`: runs the real engine over a file of
 * notes, so that a site can measure it on its own coded notes. The options are in `evaluate/options.ts`.
 */
import { CodingError } from '#coding/domain/errors.ts'
import { CodeSetError } from '#proxy/code-sets/errors.ts'
import { loadEngine } from './evaluate/engine.ts'
import { EvaluationError } from './evaluate/errors.ts'
import { parseEvaluationOptions, USAGE } from './evaluate/options.ts'
import { readRows } from './evaluate/read-rows.ts'
import { runEvaluation } from './evaluate/run-evaluation.ts'

const output = {
  print: (text: string): void => console.log(text),
  notify: (text: string): void => void process.stderr.write(text),
  now: Date.now,
}

try {
  const options = parseEvaluationOptions(process.argv.slice(2))
  const rows = readRows(options.inputs)
  const engine = await loadEngine(options, options.dataDir ?? process.env['POSTIL_DATA_DIR'] ?? '.postil')
  runEvaluation(engine, rows, { options, output })
} catch (error) {
  if (!(error instanceof EvaluationError || error instanceof CodingError || error instanceof CodeSetError)) throw error
  console.error(error.message)
  if (error instanceof EvaluationError && error.code === 'usage') console.error(`\n${USAGE}`)
  process.exitCode = 2
}
