/** The cards of one answer, each with the row by which feedback finds what it is about. */
import { compareWithList } from '#coding/diagnoses/unlisted-diagnoses.ts'
import type { Finding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import { PROMPT_BUDGET } from '#coding/prompts/lifecycle.ts'
import type { References } from '../crypto/references.ts'
import type { EncounterState } from '../store/encounter-state.ts'
import type { HookCard } from '../store/hook-cards.ts'
import type { Session } from '../store/sessions.ts'
import type { KnownCall } from './authenticate-call.ts'
import { buildCard, type Card, type CardFrame } from './build-card.ts'
import { buildDiagnosesCard, type Difference, MAX_SUGGESTIONS, nameDifference } from './build-diagnoses-card.ts'
import { nameCard } from './card-id.ts'
import type { HookChart } from './read-chart.ts'
import type { HookReview } from './review-encounter.ts'

export type Shown = {
  readonly session: Session
  readonly review: HookReview
  readonly difference: Difference | undefined
}

type Built = { readonly cards: readonly Card[]; readonly rows: readonly HookCard[] }

/** Each card, and each suggestion on one, has a row: feedback names them by their ids. */
export function composeCards(references: References, call: KnownCall, { session, review, difference }: Shown): Built {
  const buildRow = (fingerprint: Fingerprint, findingKind: Finding['kind']): HookCard => {
    const about = { service: call.service.id, fingerprint }
    return { ...session, ...about, findingKind, id: nameCard(references, session, about) }
  }
  const asked = review.questions.map((question) => {
    const row = buildRow(question.fingerprint, 'prompt')
    return { rows: [row], card: buildCard(question, frameCard(call, row.id)) }
  })
  const all = difference ? [...asked, buildListCard(call, difference, buildRow)] : asked
  return { cards: all.map(({ card }) => card), rows: all.flatMap(({ rows }) => rows) }
}

function buildListCard(
  call: KnownCall,
  difference: Difference,
  buildRow: (fingerprint: Fingerprint, findingKind: Finding['kind']) => HookCard,
): { readonly card: Card; readonly rows: readonly HookCard[] } {
  const whole = buildRow(nameDifference(difference), 'code')
  const rows = new Map(difference.missing.map((finding) => [finding, buildRow(finding.fingerprint, 'code')]))
  const card = buildDiagnosesCard(difference, frameCard(call, whole.id), (finding) => rows.get(finding)?.id ?? '')
  return { card, rows: [whole, ...rows.values()] }
}

/**
 * Where the site wants it, before discharge and after everything was read: never beside a full hand of questions, and
 * nothing that a person has decided about, here or in the sidebar.
 */
export function findDifference(
  { tenant, service }: KnownCall,
  { chart, review, state }: { readonly chart: HookChart; readonly review: HookReview; readonly state: EncounterState },
): Difference | undefined {
  const isWanted = tenant.cdsHooks.suggestDiagnoses === true && service.hook === 'encounter-discharge'
  if (!(isWanted && chart.isWhole) || review.questions.length >= PROMPT_BUDGET) return undefined
  const { patientId, encounterId } = chart.record
  const { missing, unstated } = compareWithList(chart.record, review.findings)
  const decided = new Set(state.decisions.map(({ fingerprint }) => fingerprint))
  const open = missing.filter(({ fingerprint }) => !decided.has(fingerprint)).slice(0, MAX_SUGGESTIONS)
  const difference = { patientId, encounterId, vendor: tenant.vendor, missing: open, unstated }
  return open.length === 0 || decided.has(nameDifference(difference)) ? undefined : difference
}

function frameCard({ tenant, origin }: KnownCall, uuid: string): CardFrame {
  return { uuid, origin, launchUrl: tenant.cdsHooks.launchUrl ?? `${origin}/launch.html` }
}
