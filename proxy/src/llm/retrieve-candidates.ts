/** Codes that the engine's own search brings for words that the rules did not read: hints for the model, support for the gate. */
import { setImmediate as turn } from 'node:timers/promises'
import type { OpenRecord } from '#coding/proposals/open-record.ts'
import type { Engine } from '../engine.ts'
import type { Candidate } from './gate/gate.ts'
import type { CodeName } from './language-model.ts'

const MAX_PHRASES = 24
const HITS_EACH = 2
const MAX_CODES = 40

export type Retrieved = { readonly candidates: readonly Candidate[]; readonly codes: readonly CodeName[] }

export async function retrieveCandidates(open: OpenRecord, engine: Pick<Engine, 'searchCodes'>): Promise<Retrieved> {
  const candidates: Candidate[] = []
  const codes = new Map<string, string>()
  for (const phrase of open.listUnread(MAX_PHRASES)) {
    const answer = engine.searchCodes({ query: phrase.text, on: open.record.dateOfService, limit: HITS_EACH })
    // A search takes a millisecond or two; others must not wait for two dozen.
    await turn()
    if (answer.kind !== 'hits') return { candidates: [], codes: [] }
    for (const { code, title, isBillable } of answer.hits) {
      candidates.push({ code, phrase })
      if (isBillable && codes.size < MAX_CODES) codes.set(code, title)
    }
  }
  return { candidates, codes: [...codes].map(([code, title]) => ({ code, title })) }
}
