/**
 * The filed drafts of several encounters. Each is read as if it had been opened, with a session of its own: so the EHR
 * says for each whether this person may see it, and each look is in the audit.
 */
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import type { EhrPerson } from './ehr/connect.ts'
import type { EhrConnection, PatientBanner } from './ehr/session-types.ts'
import type { ProxySession } from './proxy/proxy-session.ts'

/** An export is somebody's work of a day, not the whole list. */
export const MOST_DRAFTS = 50

export type FiledDraft = {
  readonly draft: DraftClaim
  readonly exportDraft: EhrConnection['exportDraft']
  /** Where names were asked for. */
  readonly patient?: PatientBanner
}

type Picked = Pick<QueueItem, 'patientId' | 'encounterId'>

export type ReadDrafts = {
  readonly drafts: readonly FiledDraft[]
  /** Without a draft that stands in the EHR, or not to be opened by this person. */
  readonly missing: readonly Picked[]
}

type Parts = {
  readonly person: Pick<EhrPerson, 'openEncounter'>
  readonly openSession: (connection: EhrConnection) => Promise<Pick<ProxySession, 'ledger'>>
  readonly onRead: (count: number) => void
  /** Whether what is made of the drafts names the patient: then no draft is given without. */
  readonly namesPatient: boolean
}

/** One after the other: an EHR that is asked for fifty visits at once slows down for everybody. */
export async function readFiledDrafts(parts: Parts, picked: readonly Picked[]): Promise<ReadDrafts> {
  const drafts: FiledDraft[] = []
  const missing: Picked[] = []
  for (const [index, item] of picked.slice(0, MOST_DRAFTS).entries()) {
    const found = await tryRead(parts, item)
    if (found.length === 0) missing.push(item)
    drafts.push(...found)
    parts.onRead(index + 1)
  }
  return { drafts, missing }
}

async function tryRead({ person, openSession, namesPatient }: Parts, item: Picked): Promise<readonly FiledDraft[]> {
  try {
    const { patientId, encounterId } = item
    const opened = await person.openEncounter({ patientId, encounterId })
    if (opened.kind !== 'connected') return []
    const { ledger } = await openSession(opened.connection)
    const written = (await ledger.list()).filter(({ state }) => state === 'written')
    const records = await Promise.all(written.map(({ key }) => ledger.read(key)))
    const { exportDraft, readBanner } = opened.connection
    const contents = records.flatMap((record) => record?.filed?.content ?? record?.content ?? [])
    const drafts = contents.flatMap(({ purpose, draft }) => (purpose === 'file' ? [draft] : []))
    // Whoever is not named on the paper could be anybody: it then counts as missing.
    const named = namesPatient && drafts.length > 0 ? { patient: await readBanner() } : {}
    return drafts.map((draft) => ({ draft, exportDraft, ...named }))
  } catch {
    // Named among the missing; the others are still wanted.
    return []
  }
}
