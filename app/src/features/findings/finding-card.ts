/** A finding as the panel holds it, and how a run of the analysis changes the cards. Pure: time is handed in. */
import type { Finding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { ClosedBecause } from './closing-words.ts'
import { getFindingKey } from './finding-key.ts'

export type FindingCard = {
  readonly key: string
  readonly finding: Finding
  readonly phase: { readonly kind: 'open' } | { readonly kind: 'closed'; readonly because: ClosedBecause }
  /** The fingerprint that it had before the words behind it changed. */
  readonly changedFrom?: Fingerprint
  /** When it closed or was dismissed; it stays in its place until `settleCards`. */
  readonly restingSince?: number
  readonly settled: boolean
}

/** Puts a finding into its card, or opens a new card at the end, so that nothing above it moves. */
export function placeFinding(
  cards: readonly FindingCard[],
  finding: Finding,
  seen: ReadonlySet<string>,
): { readonly cards: readonly FindingCard[]; readonly key: string } {
  const same = cards.find((card) => card.finding.fingerprint === finding.fingerprint)
  const plain = getFindingKey(finding)
  // Two findings of one run may be about the same thing (one rule, two lines): the second gets a key of its own.
  const key = same?.key ?? (seen.has(plain) ? `${plain}#${finding.fingerprint}` : plain)
  const old = cards.find((card) => card.key === key)
  if (!old) return { cards: [...cards, { key, finding, phase: { kind: 'open' }, settled: false }], key }
  const words = old.finding.fingerprint
  const changedFrom = words === finding.fingerprint ? old.changedFrom : words
  const reopened = old.phase.kind === 'closed' || words !== finding.fingerprint
  const card: FindingCard = {
    key,
    finding,
    phase: { kind: 'open' },
    settled: reopened ? false : old.settled,
    ...(changedFrom && { changedFrom }),
    ...(!reopened && old.restingSince !== undefined && { restingSince: old.restingSince }),
  }
  return { cards: cards.map((one) => (one.key === key ? card : one)), key }
}

export function closeCard(card: FindingCard, because: ClosedBecause, now: number): FindingCard {
  return card.phase.kind === 'closed'
    ? card
    : { ...card, phase: { kind: 'closed', because }, restingSince: now, settled: false }
}

/** How long a closed or dismissed card keeps its place, so that the eye can follow what happened. */
export const RESTING_MS = 8000

/** Removes what has rested long enough. Cards with text that someone is typing stay. */
export function settleCards(
  cards: readonly FindingCard[],
  now: number,
  isBusy: (card: FindingCard) => boolean,
): readonly FindingCard[] {
  return cards.flatMap((card) => {
    const rested = card.restingSince !== undefined && now - card.restingSince >= RESTING_MS
    if (!rested || card.settled || isBusy(card)) return [card]
    return card.phase.kind === 'closed' ? [] : [{ ...card, settled: true }]
  })
}

/** The engine's order, which puts what matters most first; cards that it no longer names keep their place. */
export function orderCards(cards: readonly FindingCard[], order: readonly string[]): readonly FindingCard[] {
  const rank = new Map(order.map((key, index) => [key, index]))
  const ranked = cards
    .filter((card) => rank.has(card.key))
    .toSorted((a, b) => (rank.get(a.key) ?? 0) - (rank.get(b.key) ?? 0))
  const queue = ranked.values()
  return cards.map((card) => (rank.has(card.key) ? (queue.next().value ?? card) : card))
}
