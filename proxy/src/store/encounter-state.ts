/** What an analysis must know of its encounter, in one round trip: what was decided, asked and shown. */
import { sql } from 'kysely'
import type { Decision } from '#coding/domain/decision.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { openDecisions } from './decisions.ts'
import { foldEvents, type PromptStates } from './prompt-events.ts'
import type { Database, Scope } from './schema.ts'
import { openPrompts } from './shown-findings.ts'

export type EncounterState = {
  readonly decisions: readonly Decision[]
  readonly states: PromptStates
  /** What anybody was asked, as it was rendered last, without the questions of `except`. */
  readonly listShown: (except: ReadonlySet<Fingerprint>) => readonly PromptFinding[]
}

type Row = {
  readonly source: 'decision' | 'event' | 'shown'
  readonly fingerprint: Fingerprint
  readonly kind: Decision['findingKind'] | null
  readonly cell: string
  readonly actor: string
  readonly at: Date
}

export async function readEncounterState(db: Database, scope: Scope, cipher: ColumnCipher): Promise<EncounterState> {
  const ofEncounter = sql`tenant = ${scope.tenant} and encounter_ref = ${scope.encounterRef}`
  const { rows } = await sql<Row>`
    select 'decision' as source, fingerprint, finding_kind as kind, choice as cell, actor, at, id as place
    from decision where ${ofEncounter}
    union all
    select 'event', fingerprint, null, event, actor, at, id from prompt_event where ${ofEncounter}
    union all
    select 'shown', fingerprint, null, content, actor, at, 0 from (
      select distinct on (fingerprint) fingerprint, content, actor, at from shown_finding
      where ${ofEncounter} and finding_kind = 'prompt' and content is not null order by fingerprint, at desc
    ) as newest
    order by source, place, at`.execute(db)
  const found = Map.groupBy(rows, ({ source }) => source)
  const decisions = (found.get('decision') ?? []).flatMap(({ kind, cell, ...row }) =>
    kind === null ? [] : [{ ...row, finding_kind: kind, choice: cell }],
  )
  const events = (found.get('event') ?? []).map(({ cell, ...row }) => ({ ...row, event: cell }))
  const shown = (found.get('shown') ?? []).map(({ cell, fingerprint }) => ({ fingerprint, content: cell }))
  return {
    decisions: openDecisions(decisions, scope, cipher),
    states: foldEvents(events, scope, cipher),
    listShown: (except) =>
      openPrompts(
        shown.filter(({ fingerprint }) => !except.has(fingerprint)),
        scope,
        cipher,
      ),
  }
}
