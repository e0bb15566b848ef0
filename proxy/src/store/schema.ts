/** The tables as Kysely sees them; `migrations.ts` is what makes them. Instants are `timestamptz`, ids of the chart are HMACs. */
import type { ColumnType, Generated, GeneratedAlways, Kysely, Transaction } from 'kysely'
import type { Role } from '#coding/contract/session.ts'
import type { ReportKind } from '#coding/contract/site-report.ts'
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { WriteDeed, WriteReceipt, WriteRow } from '#coding/contract/write.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { Decision } from '#coding/domain/decision.ts'
import type { Fingerprint, TenantKey } from '#coding/domain/ids.ts'
import type { QueueState } from '#coding/domain/queue-item.ts'

/** Written as a Date, never changed. */
type Instant = ColumnType<Date, Date, never>

/** One row a launch: an id_token belongs to the first key that brought it. */
type LaunchTable = {
  readonly credential_hash: string
  readonly tenant: TenantKey
  readonly key_thumbprint: string
  readonly patient_ref: string
  readonly encounter_ref: string
  readonly started_at: Instant
  readonly renewable_until: Instant
}

type SessionTable = {
  readonly token_hash: string
  readonly tenant: TenantKey
  readonly actor: string
  readonly role: Role
  readonly patient_ref: string
  readonly encounter_ref: string
  readonly key_thumbprint: string
  readonly created_at: Instant
  readonly expires_at: Instant
}

/** DPoP proofs that were used, until they are too old to be accepted anyway (RFC 9449, 11.1). */
type UsedProofTable = {
  readonly proof_hash: string
  readonly expires_at: Instant
}

type DecisionTable = {
  readonly id: Generated<number>
  readonly tenant: TenantKey
  readonly encounter_ref: string
  readonly fingerprint: Fingerprint
  readonly finding_kind: Decision['findingKind']
  /** Encrypted: an answer or a comment is chart text. */
  readonly choice: string
  readonly actor: string
  readonly at: Instant
}

/** What happened to the questions of an encounter; only what changes something is kept. */
type PromptEventTable = {
  readonly id: Generated<number>
  readonly tenant: TenantKey
  readonly encounter_ref: string
  /** Of the question that a person decided about; `analysis` where an analysis spoke of all. */
  readonly fingerprint: string
  /** Encrypted: it names conditions. */
  readonly event: string
  readonly actor: string
  readonly at: Instant
}

/** Steps of a coder's work on an encounter, appended only. */
type WorkStepTable = {
  readonly id: Generated<number>
  readonly tenant: TenantKey
  readonly encounter_ref: string
  /** Encrypted: a comment may hold words of the chart. */
  readonly step: string
  readonly actor: string
  readonly at: Instant
}

/** The newest state of the draft that a coder is working on. */
type WorkDraftTable = {
  readonly tenant: TenantKey
  readonly encounter_ref: string
  readonly revision: number
  /** Encrypted: it holds words of the chart. */
  readonly draft: string
  readonly actor: string
  readonly at: ColumnType<Date, Date, Date>
}

/** What was put before whom, in the words that were shown. */
type ShownFindingTable = {
  readonly tenant: TenantKey
  readonly encounter_ref: string
  readonly fingerprint: Fingerprint
  readonly finding_kind: Decision['findingKind']
  /** HMAC of the rendered content, so that the same card is stored once a person. */
  readonly content_ref: string
  readonly actor: string
  /** Encrypted; prompts only. */
  readonly content: string | null
  readonly lint_version: string | null
  readonly at: Instant
}

/** The ledger; the newest state of each write. */
type WriteTable = {
  /** Both encrypted: a draft quotes the chart. Null where the write is no draft. */
  readonly content: string | null
  readonly filed: string | null
  /** Null where it was begun before this was kept. */
  readonly deed: WriteDeed | null
  readonly tenant: TenantKey
  readonly encounter_ref: string
  readonly key: string
  readonly target: WriteTarget
  readonly state: WriteRow['state']
  readonly payload_sha256: string
  readonly remote_sha256: string | null
  readonly remote_id: string | null
  readonly version_id: string | null
  readonly http_status: number | null
  readonly issue_codes: string
  readonly provenance: WriteReceipt['provenance']
  readonly actor: string
  readonly at: ColumnType<Date, Date, Date>
}

/** What became of every write, appended only. */
type WriteEventTable = {
  readonly id: Generated<number>
  readonly tenant: TenantKey
  readonly encounter_ref: string
  readonly key: string
  readonly target: WriteTarget
  readonly deed: WriteDeed
  readonly state: WriteRow['state']
  readonly role: Role
  readonly actor: string
  readonly at: Instant
}

type AuditTable = {
  readonly tenant: TenantKey
  readonly seq: number
  /** Canonical JSON, exactly the text that was hashed. */
  readonly entry: string
  readonly previous_hash: string
  readonly hash: string
  /** Of the entry. */
  readonly action: GeneratedAlways<string>
  readonly actor: GeneratedAlways<string | null>
  readonly encounter_ref: GeneratedAlways<string | null>
}

/** Last row of each chain: the lock that writers queue on, and what betrays a truncated tail. */
type AuditHeadTable = {
  readonly tenant: TenantKey
  readonly seq: number
  readonly hash: string
}

/** Up to which row a chain was taken away after its time; the newest is where it begins now. */
type AuditCutTable = {
  readonly tenant: TenantKey
  readonly seq: number
  readonly hash: string
  /** Signed (`audit/checkpoint.ts`). */
  readonly statement: string
  readonly at: Instant
}

/** What the engine found in a version of a note that nobody had open; codes and places, no words of the note. */
type BatchResultTable = {
  readonly tenant: TenantKey
  readonly item_ref: string
  readonly encounter_ref: string
  /** Encrypted: it names conditions. */
  readonly content: string
  readonly actor: string
  readonly at: Instant
}

/** What is known of a visit where the site's settings ask for it; its newest state. */
type VisitFactsTable = {
  readonly tenant: TenantKey
  readonly encounter_ref: string
  /** Encrypted: who took part, and what kind of visit it was. */
  readonly facts: string
  readonly actor: string
  readonly at: ColumnType<Date, Date, Date>
}

/** An encounter on the coders' list. */
type QueueItemTable = {
  readonly tenant: TenantKey
  readonly encounter_ref: string
  /** Encrypted: which patient and which encounter of the EHR. */
  readonly place: string
  /** HMAC of what was analysed, so that a changed chart is recognised. */
  readonly input: string
  readonly service_line: string
  readonly service_date: string
  readonly finished_at: Date
  readonly confidence: number
  readonly complexity: number
  readonly counts: unknown
  readonly prepared: 'review' | 'full-review' | null
  readonly disagreements: unknown
  /** Priority without what age adds at the moment of asking, which is the same for all. */
  readonly rank: number
  /** By which the rank was computed. */
  readonly weights: string
  /** The site's modes by which `active` was decided. */
  readonly modes: Generated<string>
  readonly active: Generated<boolean>
  readonly state: QueueState['kind']
  /** Of a hold, or the outcome. */
  readonly reason: string | null
  readonly locked_by: string | null
  readonly locked_until: Date | null
  readonly assigned_to: string | null
  readonly version: number
  readonly actor: string
  readonly at: Date
}

/** A card, or a suggestion on one, that went to an EHR (`cds-hooks`). */
type HookCardTable = {
  readonly tenant: TenantKey
  readonly id: string
  readonly service: string
  readonly encounter_ref: string
  readonly patient_ref: string
  readonly fingerprint: Fingerprint
  readonly finding_kind: Decision['findingKind']
  readonly actor: string
  readonly at: Instant
}

/** What an EHR told of a card, once each. */
type HookFeedbackTable = {
  readonly tenant: TenantKey
  readonly card: string
  readonly outcome: 'accepted' | 'overridden'
  /** By the EHR's clock. */
  readonly outcome_at: Instant
  readonly at: Instant
}

/** What was put together about one day of the site; its newest state. */
type SiteReportTable = {
  readonly tenant: TenantKey
  readonly kind: ReportKind
  readonly day: DateOnly
  /** Encrypted: it names encounters. */
  readonly content: string
  readonly actor: string
  readonly at: ColumnType<Date, Date, Date>
}

/** What a stretch of the audit trail says of use, in short. */
type UseDigestTable = {
  readonly tenant: TenantKey
  readonly block: number
  /** Number and hash of the last row of the trail that went into it. */
  readonly last_seq: number
  readonly hash: string
  readonly content: string
}

/** Whom an encounter of the list may be given to. */
type CoderTable = {
  readonly tenant: TenantKey
  readonly actor: string
  /** Encrypted: how the EHR names them. */
  readonly person: ColumnType<string, string, string>
  /** When they last signed in. */
  readonly at: ColumnType<Date, Date, Date>
}

/** Masked words behind a finding, for feedback. */
type FeedbackSpanTable = {
  readonly tenant: TenantKey
  readonly encounter_ref: string
  readonly fingerprint: Fingerprint
  /** Encrypted, although masked. */
  readonly content: string
  readonly actor: string
  readonly at: ColumnType<Date, Date, Date>
}

/** What was suggested for an encounter, for a later audit of it. */
type SuggestedCodingTable = {
  readonly tenant: TenantKey
  readonly encounter_ref: string
  /** Encrypted: codes, and what the audit counts a visit by. */
  readonly content: string
  readonly actor: string
  readonly at: ColumnType<Date, Date, Date>
}

/** A week of which visits were drawn for a second coder. */
type AuditWeekTable = {
  readonly tenant: TenantKey
  /** Its Monday. */
  readonly week: DateOnly
  readonly population: number
  readonly drawn: number
  readonly actor: string
  readonly at: Instant
}

/** A visit that was drawn. */
type SecondCodingTable = {
  readonly tenant: TenantKey
  /** HMAC of week and encounter: tells whoever codes blind nothing that the coders' list knows. */
  readonly id: string
  readonly week: DateOnly
  readonly encounter_ref: string
  readonly stratum_size: number
  readonly state: 'waiting' | 'taken' | 'coded' | 'withdrawn'
  readonly first_coder: string
  readonly second_coder: string | null
  /** Encrypted: both codings as they stood at the draw. */
  readonly content: string
  /** Encrypted: what the second coder found. */
  readonly codes: string | null
  readonly taken_at: Date | null
  readonly actor: string
  readonly at: Date
}

/** What a tenant, or one of its people, has used of a limit in a window of time. */
type LimitWindowTable = {
  readonly tenant: TenantKey
  readonly subject: string
  readonly starts_at: Instant
  readonly used: number
  /** Of the newest grant, so that the one who asked learns how much it was. */
  readonly granted: number
}

/** When a server may be asked next, and until when it wants a pause; changed by functions of the database alone. */
type ServerPaceTable = {
  readonly tenant: TenantKey
  readonly server: string
  readonly free_at: Instant
  readonly paused_until: Instant
}

/** How far the reading of an export has come. */
type BulkExportTable = {
  readonly tenant: TenantKey
  readonly question: string
  /** Encrypted: addresses at the EHR. */
  readonly state: string
  readonly actor: string
  readonly at: ColumnType<Date, Date, Date>
}

export type Schema = {
  readonly launch: LaunchTable
  readonly session: SessionTable
  readonly used_proof: UsedProofTable
  readonly decision: DecisionTable
  readonly prompt_event: PromptEventTable
  readonly work_step: WorkStepTable
  readonly work_draft: WorkDraftTable
  readonly shown_finding: ShownFindingTable
  readonly write: WriteTable
  readonly write_event: WriteEventTable
  readonly audit: AuditTable
  readonly audit_head: AuditHeadTable
  readonly audit_cut: AuditCutTable
  readonly limit_window: LimitWindowTable
  readonly batch_result: BatchResultTable
  readonly hook_card: HookCardTable
  readonly hook_feedback: HookFeedbackTable
  readonly visit_facts: VisitFactsTable
  readonly queue_item: QueueItemTable
  readonly queue_task: QueueTaskTable
  readonly site_report: SiteReportTable
  readonly coder: CoderTable
  readonly use_digest: UseDigestTable
  readonly ehr_subscription: EhrSubscriptionTable
  readonly suggested_coding: SuggestedCodingTable
  readonly audit_week: AuditWeekTable
  readonly feedback_span: FeedbackSpanTable
  readonly second_coding: SecondCodingTable
  readonly server_pace: ServerPaceTable
  readonly bulk_export: BulkExportTable
  readonly refused_target: RefusedTargetTable
}

type QueueTaskTable = {
  readonly tenant: TenantKey
  readonly encounter_ref: string
  readonly key: string
  readonly version: number
  readonly state: string
  readonly remote_id: string | null
  readonly version_id: string | null
  readonly http_status: number | null
  readonly actor: string
  readonly at: Date
}

type RefusedTargetTable = {
  readonly tenant: TenantKey
  readonly target: string
  readonly actor: string
  readonly at: Date
}

type EhrSubscriptionTable = {
  readonly tenant: TenantKey
  readonly remote_id: string | null
  readonly secret_hash: string | null
  readonly next_hash: string | null
  readonly ends_at: Date | null
  readonly heard: Generated<number>
  readonly read_until: Date | null
  readonly at: Date
}

/** A pool or one of its transactions: every store function takes either. */
export type Database = Kysely<Schema> | Transaction<Schema>
export type Pool = Kysely<Schema>

/** Whose rows: every question to the store is about one encounter of one tenant. */
export type Scope = { readonly tenant: TenantKey; readonly encounterRef: string }
