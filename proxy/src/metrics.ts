/** Counters and one histogram in the text format of Prometheus. Labels are routes, statuses and codes, nothing else. */
import { getOrMake } from '#coding/domain/get-or-make.ts'

export type Metrics = {
  readonly count: (name: CounterName, labels?: Labels, by?: number) => void
  readonly observeRequest: (request: AnsweredRequest) => void
  readonly render: (gauges: Readonly<Record<string, number>>) => string
}

export type AnsweredRequest = {
  readonly method: string
  /** The pattern. */
  readonly route: string
  readonly status: number
  /** To the headers of the answer. */
  readonly seconds: number
}

type Labels = Readonly<Record<string, string | number>>

const COUNTERS = {
  postil_requests_total: 'Requests answered, by route and status.',
  postil_sessions_total: 'Exchanges of EHR tokens for a session, by outcome.',
  postil_findings_total: 'Findings sent, by kind.',
  postil_analyses_total: 'Analyses, by outcome.',
  postil_model_calls_total: 'Questions to the language model, by outcome.',
  postil_model_second_tries_total: 'Questions asked once more, by why and by how that ended.',
  postil_model_items_total: 'Items of the language model, by what the gate made of them.',
  postil_model_tokens_total: 'Tokens of the language model, by kind.',
  postil_model_cost_micro_usd_total: 'Cost of the language model, in millionths of a US dollar.',
  postil_model_unusual_documents_total: 'Notes that hold text for software.',
  postil_hook_calls_total: 'CDS Hooks calls answered, by service and outcome.',
  postil_hook_cards_total: 'Cards sent, by service.',
  postil_hook_feedback_total: 'What EHRs told of cards, by outcome.',
  postil_writes_total: 'Ledger rows settled, by state.',
  postil_refusals_total: 'Requests refused before they did anything, by code.',
  postil_trace_spans_lost_total: 'Spans that no collector took.',
  postil_audit_checkpoints_total: 'Signed checkpoints of the audit trail, by outcome.',
  postil_audit_chain_broken_total: 'Times that an audit chain was found broken: an incident.',
} as const
type CounterName = keyof typeof COUNTERS

const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]

export function createMetrics(): Metrics {
  const counters = new Map<CounterName, Map<string, number>>()
  const requests = new Map<string, Requests>()
  return {
    count: (name, labels = {}, by = 1) => {
      const series = getOrMake(counters, name, () => new Map<string, number>())
      const key = renderLabels(labels)
      series.set(key, (series.get(key) ?? 0) + by)
    },
    observeRequest: ({ method, route, status, seconds }) => {
      // One look-up a request: what the labels look like is worked out when somebody reads them.
      const known = requests.get(route) ?? makeRequests(requests, route)
      const answered = `${method} ${status}`
      known.answered.set(answered, (known.answered.get(answered) ?? 0) + 1)
      known.sum += seconds
      known.count += 1
      const place = BUCKETS.findIndex((limit) => seconds <= limit)
      if (place >= 0) known.buckets[place] = (known.buckets[place] ?? 0) + 1
    },
    render: (gauges) =>
      [
        ...[...counters].flatMap(([name, series]) => renderCounter(name, series)),
        ...renderRequests(requests),
        ...renderDurations(requests),
        ...Object.entries(gauges).flatMap(([name, value]) => [`# TYPE ${name} gauge`, `${name} ${value}`]),
        '',
      ].join('\n'),
  }
}

type Requests = {
  /** By method and status. */
  readonly answered: Map<string, number>
  /** Each counts what is longer than the one before it. */
  readonly buckets: number[]
  count: number
  sum: number
}

function makeRequests(requests: Map<string, Requests>, route: string): Requests {
  const made = { answered: new Map<string, number>(), buckets: BUCKETS.map(() => 0), count: 0, sum: 0 }
  requests.set(route, made)
  return made
}

function renderCounter(name: CounterName, series: ReadonlyMap<string, number>): readonly string[] {
  const values = [...series].map(([labels, value]) => `${name}${labels} ${value}`)
  return [`# HELP ${name} ${COUNTERS[name]}`, `# TYPE ${name} counter`, ...values]
}

function renderRequests(requests: ReadonlyMap<string, Requests>): readonly string[] {
  if (requests.size === 0) return []
  const series = [...requests].flatMap(([route, { answered }]) =>
    [...answered].map(([key, value]) => {
      const [method = '', status = ''] = key.split(' ')
      return [renderLabels({ method, route, status }), value] as const
    }),
  )
  return renderCounter('postil_requests_total', new Map(series))
}

function renderDurations(requests: ReadonlyMap<string, Requests>): readonly string[] {
  const name = 'postil_request_seconds'
  const lines = [...requests].flatMap(([route, { buckets, count, sum }]) => [
    ...BUCKETS.map((limit, index) => {
      const upTo = buckets.slice(0, index + 1).reduce((total, bucket) => total + bucket, 0)
      return `${name}_bucket${renderLabels({ route, le: limit })} ${upTo}`
    }),
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
