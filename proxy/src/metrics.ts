/** Counters and two histograms in the text format of Prometheus. Labels are routes, statuses and codes, nothing else. */
import { getOrMake } from '#coding/domain/get-or-make.ts'
import type { StepName } from './tracing/tracing.ts'

export type Metrics = {
  readonly count: (name: CounterName, labels?: Labels, by?: number) => void
  readonly observeRequest: (request: AnsweredRequest) => void
  /** Of the work on a request; a model's is to the end of its answer. */
  readonly observeStep: (step: StepName, seconds: number) => void
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
/** An answer of a model may take three quarters of a minute. */
const STEP_BUCKETS = [...BUCKETS, 15, 30, 60]

export function createMetrics(): Metrics {
  const counters = new Map<CounterName, Map<string, number>>()
  const requests = new Map<string, Requests>()
  const steps = new Map<StepName, Histogram>()
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
      observe(known, BUCKETS, seconds)
    },
    observeStep: (step, seconds) =>
      observe(
        getOrMake(steps, step, () => makeHistogram(STEP_BUCKETS)),
        STEP_BUCKETS,
        seconds,
      ),
    render: (gauges) =>
      [
        ...[...counters].flatMap(([name, series]) => renderCounter(name, series)),
        ...renderRequests(requests),
        ...renderHistogram(REQUEST_SECONDS, requests),
        ...renderHistogram(STEP_SECONDS, steps),
        ...Object.entries(gauges).flatMap(([name, value]) => [`# TYPE ${name} gauge`, `${name} ${value}`]),
        '',
      ].join('\n'),
  }
}

type Histogram = {
  /** Each counts what is longer than the one before it. */
  readonly buckets: number[]
  count: number
  sum: number
}

type Requests = Histogram & {
  /** By method and status. */
  readonly answered: Map<string, number>
}

function makeHistogram(limits: readonly number[]): Histogram {
  return { buckets: limits.map(() => 0), count: 0, sum: 0 }
}

function makeRequests(requests: Map<string, Requests>, route: string): Requests {
  const made = { ...makeHistogram(BUCKETS), answered: new Map<string, number>() }
  requests.set(route, made)
  return made
}

function observe(histogram: Histogram, limits: readonly number[], seconds: number): void {
  histogram.sum += seconds
  histogram.count += 1
  const place = limits.findIndex((limit) => seconds <= limit)
  if (place >= 0) histogram.buckets[place] = (histogram.buckets[place] ?? 0) + 1
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

const REQUEST_SECONDS = {
  name: 'postil_request_seconds',
  help: "Time to the response's headers, by route.",
  label: 'route',
  limits: BUCKETS,
}
const STEP_SECONDS = {
  name: 'postil_step_seconds',
  help: 'Time of the steps of requests: session, engine, masking, model, gate, audit.',
  label: 'step',
  limits: STEP_BUCKETS,
}

function renderHistogram(
  { name, help, label, limits }: typeof REQUEST_SECONDS,
  histograms: ReadonlyMap<string, Histogram>,
): readonly string[] {
  const lines = [...histograms].flatMap(([key, { buckets, count, sum }]) => [
    ...limits.map((limit, index) => {
      const upTo = buckets.slice(0, index + 1).reduce((total, bucket) => total + bucket, 0)
      return `${name}_bucket${renderLabels({ [label]: key, le: limit })} ${upTo}`
    }),
    `${name}_bucket${renderLabels({ [label]: key, le: '+Inf' })} ${count}`,
    `${name}_sum${renderLabels({ [label]: key })} ${sum}`,
    `${name}_count${renderLabels({ [label]: key })} ${count}`,
  ])
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines]
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, '_')}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
