/** The audit trail: append-only, one hash chain a tenant, written in the transaction of what it reports. No chart text. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { SecondCodingStep } from '#coding/contract/accuracy.ts'
import type { Role } from '#coding/contract/session.ts'
import type { ReportKind } from '#coding/contract/site-report.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { CodeFinding, Finding } from '#coding/domain/finding.ts'
import { parseTenantKey, type TenantKey } from '#coding/domain/ids.ts'
import type { NotPrepared } from '#coding/domain/preparation.ts'
import type { QueueStep } from '#coding/domain/queue-item.ts'
import type { WorkStep } from '#coding/domain/work.ts'
import type { QuestionMove } from '#coding/prompts/list-moves.ts'
import { findFindingFamily } from '#coding/reports/finding-family.ts'
import type { RemarkFormat } from '#coding/risk-review/risk-remark.ts'
import type { PreparedDraft } from '../auto-draft.ts'
import type { FindingReference, References, WriteReference } from '../crypto/references.ts'
import type { AgedKind } from '../retention/periods.ts'
import type { Database } from '../store/schema.ts'
import type { Session } from '../store/sessions.ts'

/** The chain of what belongs to no tenant: strangers who were refused. A tenant cannot have this key (`tenants.ts`). */
export const PROXY_CHAIN = parseTenantKey('postil-proxy')

/** Who and where: HMAC references (`crypto/references.ts`), never ids of the EHR. */
export type AuditSubject = {
  readonly at: string
  readonly actor?: string
  readonly role?: Role
  readonly patient?: string
  readonly encounter?: string
  readonly requestId: string
}

/** What: codes, counts and opaque keys. */
export type AuditAction =
  | { readonly action: 'session.create'; readonly outcome: 'created' | 'renewed' }
  | { readonly action: 'session.refuse'; readonly outcome: string; readonly unlisted?: number }
  | {
      readonly action: 'access.refuse'
      readonly outcome: string
      /** The pattern of the route, never the address that was asked for. */
      readonly route: string
      /** Refusals since the last row of a refusal that had no row of their own, because there were too many. */
      readonly unlisted?: number
    }
  /** A proxy began to keep the trail. Each setting is a keyed hash of what it is; `changed` names those of another value. */
  | {
      readonly action: 'audit.start'
      readonly outcome: 'first' | 'same' | 'changed'
      readonly settings: Readonly<Record<string, string>>
      readonly changed?: string
      /** Code sets that it works with, and their digests; on the proxy's own chain. */
      readonly releases?: Readonly<Record<string, string>>
    }
  /** Of the code sets there is another since the last start; files are imported where no proxy sees it. */
  | {
      readonly action: 'codes.release'
      readonly outcome: 'new' | 'replaced' | 'gone'
      /** Set and release, as `npm run codes -- status` has them. */
      readonly release: string
      readonly sha256: string
      /** Who accepted the publisher's terms (a reference), and when. */
      readonly accepted?: string
      readonly acceptedAt?: string
    }
  | { readonly action: 'audit.stop' }
  /** The proxy walked the chain. */
  | { readonly action: 'audit.verify'; readonly outcome: 'good' | 'broken'; readonly rows: number }
  | { readonly action: 'key.rotate'; readonly key: string; readonly cells: number }
  /** `begun` is on record before the first row leaves; without a `done` it may have been all or some of them. */
  | {
      readonly action: 'audit.export'
      readonly outcome: 'begun' | 'done'
      readonly format: 'fhir' | 'csv'
      readonly since?: string
      readonly until?: string
      /** Of one person only. */
      readonly of?: string
      readonly rows?: number
    }
  /** What had had its time, by the periods of the tenant, was deleted. */
  | {
      readonly action: 'retention.delete'
      readonly of: AgedKind
      readonly before: string
      readonly rows: number
    }
  /** The beginning of this trail was archived and is taken away. */
  | {
      readonly action: 'retention.cut'
      readonly from: number
      readonly to: number
      /** Of row `to`, from which the chain goes on. */
      readonly hash: string
      /** SHA-256 of the archive. */
      readonly archive: string
    }
  | {
      readonly action: 'analysis'
      readonly input: string
      readonly codeSet: string
      readonly model: 'on' | 'off'
      readonly findings: number
      readonly withdrawn: number
      /** Absent from rows of before it was counted. */
      readonly notes?: number
      /** Of the analysis before it, as the panel measured it. */
      readonly firstFindingMs?: number
    }
  /** The site has Postil off for the visit. */
  | { readonly action: 'analysis.skip'; readonly mode: 'off' }
  /** Found in a visit that Postil only watches; nobody was shown anything. */
  | {
      readonly action: 'shadow.analysis'
      readonly item: string
      readonly input: string
      readonly codeSet: string
      readonly findings: number
    }
  /** A version of a note that nobody had open (`jobs`). */
  | {
      readonly action: 'batch.analysis'
      readonly item: string
      readonly input: string
      readonly codeSet: string
      readonly findings: number
      /** In mode `auto-draft`: how the draft is marked, or why there is none; the draw, and the seed that only the site knows, can be checked. */
      readonly prepared?: PreparedDraft['mark'] | NotPrepared
      readonly draw?: number
      /** Whether a language model read it, too. */
      readonly model?: 'on' | 'off'
      /** From the chart's being read to the result, without the wait for its turn. */
      readonly tookMs?: number
    }
  /** A day of the site, put together from the EHR. */
  | {
      readonly action: 'report.build'
      readonly day: string
      readonly encounters: number
      readonly gaps: number
      readonly compared: number
    }
  | {
      readonly action: 'report.read'
      readonly report: ReportKind | 'use' | 'accuracy'
      readonly from: string
      readonly to: string
      /** Days, or entries that were counted. */
      readonly rows: number
    }
  /** Visits of a week were drawn for a second coder; with the seed and these figures it can be drawn again. */
  | {
      readonly action: 'accuracy.draw'
      readonly week: string
      readonly population: number
      readonly drawn: number
      readonly perStratum: number
      readonly share: number
      readonly most: number
    }
  /** Masked words were kept for feedback, given out, or forgotten because the site has withdrawn its consent. */
  | { readonly action: 'feedback.keep'; readonly findings: number; readonly masked: number }
  | { readonly action: 'feedback.export'; readonly from: string; readonly to: string; readonly rows: number }
  | { readonly action: 'feedback.forget'; readonly rows: number }
  | { readonly action: 'second-coding.read'; readonly rows: number }
  /** The subject's encounter is the one that is read blind. */
  | {
      readonly action: 'second-coding'
      readonly step: SecondCodingStep['kind']
      readonly week: string
      readonly codes?: number
      readonly reason?: string
    }
  /** A practice's system said that this note was signed. */
  | { readonly action: 'batch.signed'; readonly item: string }
  | { readonly action: 'batch.retry'; readonly jobs: number }
  | {
      readonly action: 'model.ask'
      readonly input: string
      readonly model: string
      /** Would be asked once if the first declined. */
      readonly secondModel?: string
      /** Version and hash. */
      readonly prompt: string
      readonly schema: string
      readonly documents: number
      /** How many words were masked. */
      readonly masked: number
    }
  | {
      readonly action: 'model.answer'
      readonly outcome: string
      readonly findings: number
      /** What it brought before anything was refused, and how much of that had words, a code or a state of things that the note does not have. */
      readonly items?: number
      readonly invented?: number
      readonly usage?: Readonly<Record<string, number>>
      readonly costMicroUsd?: number
      readonly providerRequestId?: string
      /** Of a second try: the model that gave this answer, and why there was one. */
      readonly model?: string
      readonly secondTry?: 'malformed' | 'refused'
      /** Said again from memory; nobody was asked. */
      readonly repeated?: true
    }
  | { readonly action: 'draft.check'; readonly input: string; readonly findings: number }
  | { readonly action: 'risk.review'; readonly input: string; readonly conditions: number }
  /** Remarks were taken away as a file. */
  | {
      readonly action: 'risk.export'
      readonly format: RemarkFormat
      readonly remarks: number
      /** Keyed hash of which remarks: a file that turns up can be recognised, not read here. */
      readonly content: string
    }
  | {
      readonly action: 'item.shown'
      readonly fingerprint: FindingReference
      readonly kind: Finding['kind']
      /** Of a code. */
      readonly direction?: CodeFinding['direction']
      /** Chapter of a code, or what a question asks. */
      readonly family?: string
    }
  /** What the notes made of a question that was asked before. */
  | {
      readonly action: 'question'
      readonly fingerprint: FindingReference
      readonly became: QuestionMove['became']
      /** In its words of before. */
      readonly was?: FindingReference
    }
  | {
      readonly action: 'decision'
      readonly fingerprint: FindingReference
      readonly kind: Finding['kind']
      readonly choice: Decision['choice']['kind']
      /** Of a dismissal; one of a closed list. */
      readonly reason?: string
    }
  | {
      readonly action: 'work'
      readonly step: WorkStep['kind']
      /** Of a hold; one of a closed list. */
      readonly reason?: string
    }
  | { readonly action: 'queue.read'; readonly view: string; readonly offset: number; readonly rows: number }
  /** On the coders' list; the subject's encounter is the item's. */
  | {
      readonly action: 'queue'
      /** `follow`: what was done in the sidebar. */
      readonly step: QueueStep['kind'] | 'next' | 'add' | 'follow'
      /** Of a hold or an outcome; one of a closed list. */
      readonly reason?: string
      /** Whom it was given to. */
      readonly to?: string
      readonly version?: number
    }
  | { readonly action: 'write.read'; readonly key: WriteReference; readonly target: string; readonly outcome: string }
  /** A CDS Hooks call; what its cards say has rows of its own. */
  | {
      readonly action: 'hook.answer'
      readonly service: string
      readonly cards: number
      /** `partial`: not every note could be read. `late`: the EHR had stopped waiting, and showed nothing. */
      readonly outcome: 'whole' | 'partial' | 'late' | 'off' | 'shadow' | 'not-provider' | 'no-encounter'
      /** Until the answer was ready. */
      readonly tookMs?: number
      /** In mode `shadow`: what its cards would have been about. */
      readonly unshown?: readonly FindingReference[]
    }
  | {
      readonly action: 'hook.feedback'
      readonly service: string
      readonly fingerprint: FindingReference
      readonly outcome: 'accepted' | 'overridden'
    }
  | { readonly action: 'draft.keep'; readonly revision: number }
  | {
      readonly action: 'write.intent'
      readonly key: WriteReference
      readonly target: string
      readonly outcome: 'go' | 'taken'
    }
  | {
      readonly action: 'write.receipt'
      readonly key: WriteReference
      readonly target: string
      readonly outcome: string
    }

export type AuditEntry = AuditSubject & AuditAction

/** The subject of what somebody does in a session. */
export function describeSubject(session: Session, requestId: string, at: Date): AuditSubject {
  return {
    at: at.toISOString(),
    requestId,
    actor: session.actor,
    role: session.role,
    ...(session.encounterRef !== '' && { patient: session.patientRef, encounter: session.encounterRef }),
  }
}

/** Of which tenant, so that its findings can be named. */
export type Naming = { readonly tenant: TenantKey; readonly references: Pick<References, 'ofFinding'> }

export function describeShown(subject: AuditSubject, finding: Finding, { tenant, references }: Naming): AuditEntry {
  const { kind } = finding
  const family = findFindingFamily(finding)
  return {
    ...subject,
    action: 'item.shown',
    fingerprint: references.ofFinding(tenant, finding.fingerprint),
    kind,
    ...(finding.kind === 'code' && { direction: finding.direction }),
    ...(family !== undefined && { family }),
  }
}

export function describeMoves(
  subject: AuditSubject,
  moves: readonly QuestionMove[],
  { tenant, references }: Naming,
): readonly AuditEntry[] {
  return moves.map(({ fingerprint, became, was }) => ({
    ...subject,
    action: 'question',
    fingerprint: references.ofFinding(tenant, fingerprint),
    became,
    ...(was !== undefined && { was: references.ofFinding(tenant, was) }),
  }))
}

/** Before the first row of every chain; `lock_audit` of the database begins with it too. */
export const GENESIS_HASH = '0'.repeat(64)

/** As `append_audit` of the database computes it, where the end of the chain is known without a question. */
export function hashEntry(previousHash: string, seq: number, entry: string): string {
  return createHash('sha256').update(`${previousHash}\n${seq}\n${entry}`).digest('hex')
}

/**
 * Must run inside the transaction that does what is reported: then neither exists without the other.
 * The head row is the tenant's lock, so writers of one tenant queue and the chain never forks.
 */
export async function appendAudit(
  transaction: Database,
  tenant: TenantKey,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const texts = entries.map((fields) => JSON.stringify(fields))
  await sql`select append_audit(${tenant}, array(select json_array_elements_text(${JSON.stringify(texts)}::json)))`.execute(
    transaction,
  )
}
