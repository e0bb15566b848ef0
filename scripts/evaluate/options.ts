/** What the command line of `npm run evaluate` says. */
import { parseArgs } from 'node:util'
import type { Setting } from '#coding/domain/encounter-record.ts'
import { EvaluationError } from './errors.ts'

export const USAGE = `npm run evaluate -- codes|assertion|prompts|deid|checks --in FILE.jsonl --out PRED.jsonl

  --in FILE            one row a line: {"id","note"}; may be given several times
  --out FILE           predictions, one row a line, as the scorers read them
  --date YYYY-MM-DD    date of service (default: first day of the newest loaded release, else of the embedded one)
  --data-dir DIR       where the official releases are (default: POSTIL_DATA_DIR, else .postil)
  --setting NAME       professional (default), outpatient_facility, inpatient_facility
  --scope NAME         claim (default): what belongs on the claim; mentions: every codable mention
  --report             codes only, rows with "gold": first-listed share, calibration, errors by class
  --report-json FILE   the same as JSON, with every error
  --plot FILE.svg      stated confidence against the share that was right`

export const TASKS = ['codes', 'assertion', 'prompts', 'deid', 'checks'] as const
export const SCOPES = ['claim', 'mentions'] as const
const SETTINGS: readonly Setting[] = ['professional', 'outpatient_facility', 'inpatient_facility']

export type EvaluationTask = (typeof TASKS)[number]
export type EvaluationScope = (typeof SCOPES)[number]

export type EvaluationOptions = {
  readonly task: EvaluationTask
  readonly inputs: readonly string[]
  readonly out?: string | undefined
  readonly date?: string | undefined
  readonly dataDir?: string | undefined
  readonly setting: Setting
  readonly scope: EvaluationScope
  readonly isReported: boolean
  readonly reportJson?: string | undefined
  readonly plot?: string | undefined
}

function parseOneOf<T extends string>(name: string, allowed: readonly T[], given: string | undefined): T {
  const found = allowed.find((one) => one === given)
  if (found === undefined) throw new EvaluationError('usage', `${name} is one of ${allowed.join(', ')}.`)
  return found
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        in: { type: 'string', multiple: true },
        out: { type: 'string' },
        date: { type: 'string' },
        setting: { type: 'string', default: 'professional' },
        scope: { type: 'string', default: 'claim' },
        'data-dir': { type: 'string' },
        report: { type: 'boolean', default: false },
        'report-json': { type: 'string' },
        plot: { type: 'string' },
      },
    })
  } catch (cause) {
    throw new EvaluationError('usage', cause instanceof Error ? cause.message : 'Unknown option.', { cause })
  }
}

export function parseEvaluationOptions(args: readonly string[]): EvaluationOptions {
  const { values, positionals } = parseValues(args)
  const task = parseOneOf('What to evaluate', TASKS, positionals[0])
  const isReported = values.report || values['report-json'] !== undefined || values.plot !== undefined
  if (values.in === undefined) throw new EvaluationError('usage', 'Name a file of notes with --in.')
  if (values.out === undefined && !isReported) throw new EvaluationError('usage', 'Name a file with --out.')
  if (isReported && task !== 'codes') throw new EvaluationError('usage', 'Only codes have a report.')
  return {
    task,
    inputs: values.in,
    out: values.out,
    date: values.date,
    dataDir: values['data-dir'],
    setting: parseOneOf('--setting', SETTINGS, values.setting),
    scope: parseOneOf('--scope', SCOPES, values.scope),
    isReported,
    reportJson: values['report-json'],
    plot: values.plot,
  }
}
