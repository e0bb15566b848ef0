/**
 * How long each kind of thing is kept unless a tenant says otherwise, and what removes the rows of each table. A table
 * without an entry is a type error here; `docs/operations.md` says the same in words, and a test compares them.
 */
import type { Schema } from '../store/schema.ts'

/** As the command names them, and the trail. */
export const AGED_KINDS = [
  'results',
  'jobs',
  'prompts',
  'feedback',
  'work',
  'reports',
  'second-codings',
  'cards',
  'leftovers',
] as const
export type AgedKind = (typeof AGED_KINDS)[number]

type Period = {
  /** Its field of `retention` in the tenants file. */
  readonly setting: string
  readonly days: number
  /** No site may say fewer. */
  readonly least: number
}

/**
 * What a claim rests on. 42 CFR 422.504(d): ten years for what is billed to Medicare Advantage; 31 USC 3731(b): no false
 * claim is sued over after ten years.
 */
const OF_A_CLAIM = 3653
/**
 * Until then the same draft could be filed again and billed: a claim within a year of the service (42 CFR 424.44(a)), and
 * changed for good cause within four years of the first determination (42 CFR 405.980(b)(2) and (c)(2)).
 */
const WHILE_BILLABLE = 5 * 366
const MONTH = 30

export const PERIODS = {
  results: { setting: 'resultDays', days: 365, least: MONTH },
  jobs: { setting: 'jobDays', days: MONTH, least: MONTH },
  prompts: { setting: 'promptDays', days: OF_A_CLAIM, least: MONTH },
  feedback: { setting: 'feedbackDays', days: 365, least: MONTH },
  work: { setting: 'workDays', days: OF_A_CLAIM, least: WHILE_BILLABLE },
  reports: { setting: 'reportDays', days: 1096, least: MONTH },
  // What auto-draft is calibrated by looks back half a year.
  'second-codings': { setting: 'secondCodingDays', days: 1096, least: 365 },
  cards: { setting: 'cardDays', days: 90, least: MONTH },
  // A coder who has not signed in for ninety days is on no list any more; the others are over after a day.
  leftovers: { setting: 'leftoverDays', days: 90, least: 90 },
} as const satisfies Readonly<Record<AgedKind, Period>>

/** Of no period: the proxy itself removes it, or it has one row and never more. */
type Otherwise = { readonly because: string }

export const REMOVED_BY = {
  batch_result: 'results',
  suggested_coding: 'results',
  decision: 'prompts',
  prompt_event: 'prompts',
  shown_finding: 'prompts',
  visit_facts: 'prompts',
  feedback_span: 'feedback',
  queue_item: 'work',
  queue_task: 'work',
  work_step: 'work',
  work_draft: 'work',
  write: 'work',
  write_event: 'work',
  site_report: 'reports',
  audit_week: 'second-codings',
  second_coding: 'second-codings',
  hook_card: 'cards',
  hook_feedback: 'cards',
  bulk_export: 'leftovers',
  refused_target: 'leftovers',
  coder: 'leftovers',
  audit: { because: 'auditYears: its beginning is archived, signed and cut (`cut-trail.ts`)' },
  audit_head: { because: 'one row a tenant: where its trail ends' },
  audit_cut: { because: 'what the trail that is left is verified by' },
  use_digest: { because: 'goes with the rows of the trail that it was made of' },
  ehr_subscription: { because: 'one row a tenant: how far its EHR was heard' },
  server_pace: { because: 'one row an EHR server: when it may be asked next' },
  limit_window: { because: 'the proxy removes it after two days' },
  session: { because: 'the proxy removes it a day after its end' },
  launch: { because: 'the proxy removes it a day after its last renewal' },
  used_proof: { because: 'the proxy removes it when it is too old to be taken' },
} as const satisfies Readonly<Record<keyof Schema, AgedKind | Otherwise>>
