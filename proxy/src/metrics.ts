/** Counters and one histogram in the text format of Prometheus. Labels are routes, statuses and codes, nothing else. */
export type Metrics = {
  readonly count: (name: CounterName, labels?: Labels, by?: number) => void
  readonly observeRequest: (route: string, seconds: number) => void
  readonly render: (gauges: Readonly<Record<string, number>>) => string
}

type Labels = Readonly<Record<string, string | number>>

const COUNTERS = {
  postil_requests_total: 'Requests answered, by route and status.',
  postil_sessions_total: 'Exchanges of EHR tokens for a session, by outcome.',
  postil_findings_total: 'Findings sent, by kind.',
  postil_analyses_total: 'Analyses, by outcome.',
  postil_model_calls_total: 'Questions to the language model, by outcome.',
  postil_model_items_total: 'Items of the language model, by what the gate made of them.',
  postil_model_tokens_total: 'Tokens of the language model, by kind.',
  postil_model_cost_micro_usd_total: 'Cost of the language model, in millionths of a US dollar.',
  postil_model_unusual_documents_total: 'Notes that hold text for software.',
  postil_writes_total: 'Ledger rows settled, by state.',
  postil_refusals_total: 'Requests refused before they did anything, by code.',
  postil_audit_checkpoints_total: 'Signed checkpoints of the audit trail, by outcome.',
  postil_audit_chain_broken_total: 'Times that an audit chain was found broken: an incident.',
} as const
type CounterName = keyof typeof COUNTERS

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

export function createMetrics(): Metrics {
  const counters = new Map<CounterName, Map<string, number>>()
  const durations = new Map<string, Duration>()
  return {
    count: (name, labels = {}, by = 1) => {
      const series = getOrMake(counters, name, () => new Map<string, number>())
      const key = renderLabels(labels)
      series.set(key, (series.get(key) ?? 0) + by)
    },
    observeRequest: (route, seconds) => {
      const duration = getOrMake(durations, route, () => ({ buckets: BUCKETS.map(() => 0), count: 0, sum: 0 }))
      duration.count += 1
      duration.sum += seconds
      BUCKETS.forEach((limit, index) => {
        if (seconds <= limit) duration.buckets[index] = (duration.buckets[index] ?? 0) + 1
      })
    },
    render: (gauges) =>
      [
        ...[...counters].flatMap(([name, series]) => renderCounter(name, series)),
        ...renderDurations(durations),
        ...Object.entries(gauges).flatMap(([name, value]) => [`# TYPE ${name} gauge`, `${name} ${value}`]),
        '',
      ].join('\n'),
  }
}

type Duration = { readonly buckets: number[]; count: number; sum: number }

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function renderCounter(name: CounterName, series: ReadonlyMap<string, number>): readonly string[] {
  const values = [...series].map(([labels, value]) => `${name}${labels} ${value}`)
  return [`# HELP ${name} ${COUNTERS[name]}`, `# TYPE ${name} counter`, ...values]
}

function renderDurations(durations: ReadonlyMap<string, Duration>): readonly string[] {
  const name = 'postil_request_seconds'
  const lines = [...durations].flatMap(([route, { buckets, count, sum }]) => [
    ...BUCKETS.map((limit, index) => `${name}_bucket${renderLabels({ route, le: limit })} ${buckets[index] ?? 0}`),
    `${name}_bucket${renderLabels({ route, le: '+Inf' })} ${count}`,
    `${name}_sum${renderLabels({ route })} ${sum}`,
    `${name}_count${renderLabels({ route })} ${count}`,
  ])
  return [`# HELP ${name} Time to the response's headers.`, `# TYPE ${name} histogram`, ...lines]
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, '_')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
