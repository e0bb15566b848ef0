/** What an analysis must know of its encounter: what was decided, asked and shown; with its session, in one round trip. */
import { sql } from 'kysely'
import type { Decision } from '#coding/domain/decision.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { openDecisions } from './decisions.ts'
import { hasTenantRole } from './in-tenant.ts'
import { foldEvents, type PromptStates } from './prompt-events.ts'
import type { Pool, Scope } from './schema.ts'
import { type Credential, readFoundSession, type Session, type SessionRow, type UsedProof } from './sessions.ts'
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

/** As it rests; see `openEncounterState`. */
export type StoredEncounter = readonly Row[]

/** In a transaction of its own, which sees this tenant only. */
export async function readEncounterState(db: Pool, scope: Scope, cipher: ColumnCipher): Promise<EncounterState> {
  const { rows } = await sql<Row>`
    select source, fingerprint, kind, cell, actor, at
    from read_encounter(${scope.tenant}, ${scope.encounterRef}, ${await hasTenantRole(db)})`.execute(db)
  return openEncounterState(rows, scope, cipher)
}

/** JSON has no instants. */
type RowAsJson = Omit<Row, 'at'> & { readonly at: string }

/** `findSession`, and what is known of the encounter of the session that was found. */
export async function findSessionWithEncounter(
  db: Pool,
  { tokenHash, keyThumbprint }: Credential,
  proof: UsedProof,
): Promise<(Session & { readonly encounter: StoredEncounter }) | 'replayed' | undefined> {
  const { rows } = await sql<SessionRow & { readonly encounter: readonly RowAsJson[] | null }>`
    select tenant, actor, role, patient_ref, encounter_ref, expires_at, fresh, encounter
    from use_proof_and_read(
      ${tokenHash}, ${keyThumbprint}, ${proof.hash}, ${proof.expiresAt}, ${await hasTenantRole(db)}
    )`.execute(db)
  const [row] = rows
  const session = readFoundSession(row)
  if (!session || session === 'replayed') return session
  return { ...session, encounter: (row?.encounter ?? []).map((one) => ({ ...one, at: new Date(one.at) })) }
}

export function openEncounterState(rows: StoredEncounter, scope: Scope, cipher: ColumnCipher): EncounterState {
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
