/** Earlier services and numbers for a coder's draft: asked for once in a while, since others bill meanwhile. */
import type { ClaimFacts, EhrConnection } from './ehr/session-types.ts'

const LIFETIME_MS = 5 * 60_000
/** What failed is tried again sooner. */
const RETRY_MS = 30_000

/** Nothing could be read; a rule must not take that for an empty record. */
const ALL_UNSEEN: ClaimFacts = {
  history: {
    priorServices: [],
    priorVisits: [],
    unseen: [
      { source: 'billing', because: 'failed' },
      { source: 'procedures', because: 'failed' },
      { source: 'visits', because: 'failed' },
    ],
  },
  filing: {},
}

type Dependencies = {
  readonly readClaimFacts: EhrConnection['readClaimFacts']
  readonly isCoder: () => boolean
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** @returns a function that never throws, and answers undefined for whoever is not a coder. */
export function createClaimFactsFinder({
  readClaimFacts,
  isCoder,
  now,
}: Dependencies): () => Promise<ClaimFacts | undefined> {
  let known: { readonly answer: Promise<ClaimFacts>; until: number } | undefined

  return async () => {
    if (!isCoder()) return undefined
    if (known && now() < known.until) return known.answer
    const mine = { answer: readClaimFacts().catch(() => ALL_UNSEEN), until: now() + LIFETIME_MS }
    known = mine
    const answer = await mine.answer
    if (answer.history.unseen.some(({ because }) => because === 'failed')) mine.until = now() + RETRY_MS
    return answer
  }
}
