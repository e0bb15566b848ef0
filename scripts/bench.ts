/** `npm run bench [part…]`: measures the budgets and says which hold. Nothing fails; figures are for reading. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { analysis } from './bench/analysis.ts'
import { browser } from './bench/browser.ts'
import { cdsHooks } from './bench/cds-hooks.ts'
import { drawChart, formatValue } from './bench/chart.ts'
import { codeSearch } from './bench/code-search.ts'
import { draftCheck } from './bench/draft-check.ts'
import { engine } from './bench/engine.ts'
import { type Figure, judge, MissingPrerequisite, type Part } from './bench/figure.ts'
import { framework } from './bench/framework.ts'
import { masking } from './bench/masking.ts'
import { overload } from './bench/overload.ts'
import { queue } from './bench/queue.ts'
import { relay } from './bench/relay.ts'
import { release } from './bench/release.ts'
import { sidebar } from './bench/sidebar.ts'
import { median } from './bench/statistics.ts'
import { streaming } from './bench/streaming.ts'
import { streams } from './bench/streams.ts'
import { useReport } from './bench/use-report.ts'
import { readArguments } from './read-arguments.ts'

const PARTS = [
  engine,
  release,
  codeSearch,
  draftCheck,
  cdsHooks,
  masking,
  framework,
  analysis,
  relay,
  streams,
  overload,
  queue,
  useReport,
  sidebar,
  browser,
  streaming,
]
const RESULTS = '.postil/bench.json'

/** One figure as it is kept: the median, and every run that it is the median of. */
type Row = Figure & { readonly part: string; readonly verdict: string; readonly runs: readonly number[] }

const nameOf = (part: Part): string => part.name.replace(' ', '-')
const USAGE = `npm run bench -- [part ...]: measures the budgets and says which hold. Nothing fails; figures are for reading.

--runs N       how often each part runs; the median counts (default 3)
--chart FILE   plots what ${RESULTS} then holds

Parts: ${PARTS.map(nameOf).join(', ')}`

const { positionals, values } = readArguments(
  { runs: { type: 'string', default: '3' }, chart: { type: 'string' } },
  USAGE,
)
const unknown = positionals.filter((name) => !PARTS.some((part) => nameOf(part) === name))
if (unknown.length > 0) {
  console.error(`No part is called ${unknown.join(', ')}. There are: ${PARTS.map(nameOf).join(', ')}.`)
  process.exit(2)
}

const chosen = PARTS.filter((part) => positionals.length === 0 || positionals.includes(nameOf(part)))
const measured: Row[] = []
for (const part of chosen) measured.push(...(await measurePart(part)))
const rows = keepTogether(measured)
mkdirSync('.postil', { recursive: true })
writeFileSync(
  RESULTS,
  `${JSON.stringify({ at: new Date().toISOString(), machine: describeMachine(), load: readLoad(), rows }, null, 2)}\n`,
)
printTable(measured)
if (values.chart !== undefined) {
  const barred = rows.flatMap(({ bar, ...row }) => (bar && bar.value > 0 ? [{ ...row, bar }] : []))
  writeFileSync(values.chart, drawChart(barred, `${describeMachine()}, median of the runs`))
}

async function measurePart(part: Part): Promise<readonly Row[]> {
  const times = part.varies ? Number(values.runs) : 1
  const runs: (readonly Figure[])[] = []
  try {
    for (let run = 1; run <= times; run++) {
      const say = (line: string): void => console.error(`  ${part.name} ${run}/${times}: ${line}`)
      say('running')
      runs.push(await part.run(say))
    }
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error
    console.error(`  ${part.name}: not measured, because ${error.message}.`)
    return []
  }
  const [first = []] = runs
  return first.map((figure) => {
    const all = runs.flatMap((figures) => figures.filter(({ name }) => name === figure.name))
    const value = median(all.map((one) => one.value))
    // The note of the run that the median comes from, so that the two belong together.
    const { note } = all.find((one) => one.value === value) ?? figure
    const row = { ...figure, value, ...(note !== undefined && { note }) }
    return { ...row, part: part.name, verdict: judge(row), runs: all.map((one) => one.value) }
  })
}

/** Parts that were not run this time keep what they were last measured with. */
function keepTogether(fresh: readonly Row[]): readonly Row[] {
  const ran = new Set(fresh.map(({ part }) => part))
  const kept = readResults().filter(({ part }) => !ran.has(part))
  return PARTS.flatMap(({ name }) => [...kept, ...fresh].filter(({ part }) => part === name))
}

function readResults(): readonly Row[] {
  try {
    return (JSON.parse(readFileSync(RESULTS, 'utf8')) as { readonly rows: readonly Row[] }).rows
  } catch {
    return []
  }
}

function printTable(table: readonly Row[]): void {
  console.log(`\n${describeMachine()}; load ${readLoad().toFixed(1)}\n`)
  const lines = table.map(({ part, name, value, unit, bar, verdict, note, runs }) => {
    const limit = bar ? `${bar.at === 'most' ? '≤' : '≥'} ${formatValue(bar.value)}` : ''
    const range = runs.length > 1 ? `${formatValue(Math.min(...runs))} to ${formatValue(Math.max(...runs))}` : ''
    return [part, name, `${formatValue(value)} ${unit}`, range, limit, verdict, note ?? '']
  })
  const all = [['part', 'figure', 'median', 'runs', 'bar', 'verdict', ''], ...lines]
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)))
  for (const line of all)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

/** Of the last minute: above the number of cores, times and throughputs are the neighbours' as much as ours. */
function readLoad(): number {
  return loadavg()[0] ?? 0
}

function describeMachine(): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${cpus().length} cores, ${cpu?.model.trim() ?? 'unknown'}, ${memory} GB, Node ${process.versions.node}`
}
