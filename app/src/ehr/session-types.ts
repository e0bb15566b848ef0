/** What the rest of the app may know of the EHR. Only this folder knows FHIR and fhirclient. */

import type { ClaimContext, EarlierServices } from '#coding/claims/claim-context.ts'
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { TenantConfiguration, WriteTarget } from '#coding/contract/tenant.ts'
import type { WriteIntent, WriteIntentResponse, WriteReceipt, WriteRecord, WriteRow } from '#coding/contract/write.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { DecisionChoice } from '#coding/domain/decision.ts'
import type { DraftClaim, ProviderReference } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { FilingFacts, InstitutionalStay } from '#coding/domain/filing-facts.ts'
import type { PromptFinding } from '#coding/domain/finding.ts'
import type { EncounterId, Fingerprint, NoteId, PatientId } from '#coding/domain/ids.ts'
import type { ClaimDetails } from '#coding/domain/kept-draft.ts'
import type { RiskRemark } from '#coding/risk-review/risk-remark.ts'
import type { VisitDay } from '#fhir-mappers/encounter-record.ts'
import type { KeepWorkTask } from './filing/keep-work-task.ts'

export type EhrErrorCode =
  | 'foreign-issuer'
  | 'forbidden-parameter'
  | 'launch-failed'
  | 'storage-blocked'
  | 'session-ended'
  | 'wrong-patient'
  | 'chart-closed'
  | 'signed-out'
  | 'not-allowed'
  | 'not-found'
  | 'unreachable'
  | 'throttled'
  | 'bad-response'
  | 'unsafe-url'
  | 'timeout'

/** For the banner: shown in the browser, never sent anywhere. */
export type PatientBanner = {
  readonly name: string
  readonly birthDate?: string
  readonly sex: string
  readonly recordNumber?: string
}

export type EncounterLabel = { readonly id: EncounterId; readonly date?: string; readonly label: string }

export type WithheldNotes = {
  /** By the sensitivity policy, before anything left the browser. Titles are never kept. */
  readonly byPolicy: number
  /** Attachments that could not be decoded. */
  readonly unreadable: number
}

/** A note of the encounter that was not read, by its time alone. */
export type UnreadNote = { readonly because: 'policy' | 'unreadable'; readonly time?: string }

/** Everything read for one encounter, in one consistent state. */
export type EncounterReading = {
  readonly record: EncounterRecord
  readonly banner: PatientBanner
  /** False only when the EHR said that it already shows a banner. */
  readonly showBanner: boolean
  readonly encounter: EncounterLabel
  readonly withheld: WithheldNotes
  /** The notes behind those counts. */
  readonly unread?: readonly UnreadNote[]
  readonly performer?: ProviderReference
  readonly billingProvider?: ProviderReference
  readonly coverage?: { readonly reference: string }
  /** Registration and coverage as the claim rules may know them: presence and agreement, no names. */
  readonly claimContext?: ClaimContext
  readonly placeOfService?: string
  /** Of a stay that a physician bills: each day is a draft of its own. */
  readonly visitDays?: readonly VisitDay[]
  /** Of an institutional claim. */
  readonly stay?: InstitutionalStay
  /** What the record says of the claim beside codes. */
  readonly filing?: FilingFacts
  /** Whom the chart names, for the mask of notes and for nothing else. */
  readonly maskSeeds?: MaskSeeds
  /** Parts of the chart that could not be read, in words for the screen ("Observations: not allowed"). */
  readonly gaps: readonly string[]
}

/** What a claim asks beside the chart. */
export type ClaimFacts = {
  readonly history: EarlierServices
  /** Numbers of payer and providers, and who ordered; a coder fills what the EHR does not hold. */
  readonly filing: FilingFacts
  readonly billing?: NonNullable<ClaimContext['billing']>
}

export type FilingOutcome =
  | {
      readonly kind: 'filed'
      readonly target: WriteTarget
      readonly ids: readonly string[]
      /** The one before it, which the EHR does not let us change: a person cancels it there. */
      readonly replaces?: string
    }
  | { readonly kind: 'already-filed'; readonly target: WriteTarget; readonly ids: readonly string[] }
  | { readonly kind: 'updated'; readonly target: WriteTarget; readonly ids: readonly string[] }
  /** A person changed the EHR's copy after we wrote it; theirs stays. */
  | {
      readonly kind: 'changed-by-person'
      readonly target: WriteTarget
      readonly ids: readonly string[]
      /** Absent where the copy is gone, or cannot be compared. */
      readonly difference?: DraftDifference
    }
  /** The person chose the EHR's copy; nothing was written. */
  | { readonly kind: 'theirs-kept'; readonly target: WriteTarget; readonly ids: readonly string[] }
  | { readonly kind: 'withdrawn'; readonly target: WriteTarget; readonly isError: boolean }
  /** No target in the EHR accepts a draft; it waits in Postil's own queue. */
  | { readonly kind: 'queued'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string; readonly issues: readonly string[] }
  /** The work as it stands lets this person file nothing: a coder has the draft, or somebody was faster. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nobody knows whether it arrived; it is never sent again by itself. */
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'session-ended' }

/** One part of a draft of which the EHR's copy and ours differ, in words; undefined where there is nothing. */
export type DifferentField = {
  readonly path: string
  /** "Line 2, modifiers". */
  readonly name: string
  readonly written: string | undefined
  readonly theirs: string | undefined
  readonly ours: string | undefined
  /** Who changed it since it was written. */
  readonly by: 'person' | 'us' | 'both'
}

export type DraftDifference = {
  readonly fields: readonly DifferentField[]
  /** Why the choices cannot be written, in words; undefined where they can. */
  readonly locked: string | undefined
  /** Of the copy that was compared: choices are about that one and none that came later. */
  readonly seen: string
}

/** The fields that are to be as they are here; all others stay as the EHR has them. */
export type DifferenceChoice = { readonly seen: string; readonly ours: ReadonlySet<string> }

/** What became of a question that a coder sends to the author of the note. */
export type QueryOutcome =
  | { readonly kind: 'sent'; readonly task: string; readonly response: string }
  /** Tenant, server or grant do not allow it; it stays on the coder's list. */
  | { readonly kind: 'not-offered'; readonly reason: string }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'session-ended' }

/** What stands in the EHR's form: words of a clinician, never a diagnosis. */
export type QueryReading =
  | { readonly kind: 'answered'; readonly answer: QueryAnswer }
  | { readonly kind: 'open' }
  /** About another patient: nothing of it is read. */
  | { readonly kind: 'foreign' }

export type QueryAnswer = Extract<DecisionChoice, { readonly kind: 'answer' | 'answer-other' | 'unable-to-determine' }>

/** Nobody else is writing, and still this person may not: the work as it stands is a coder's. */
export type RefusedPen = { readonly outcome: 'refused'; readonly reason: string }

/** The proxy's side of a write; handed in, so that this folder does not know the proxy. */
export type WriteLedger = {
  readonly begin: (intent: WriteIntent) => Promise<WriteIntentResponse | RefusedPen>
  readonly settle: (key: string, receipt: WriteReceipt) => Promise<WriteRow>
  readonly list: () => Promise<readonly WriteRow[]>
  /** What a write said, and what of it is known to stand in the EHR; undefined when there is no such write. */
  readonly read: (key: string) => Promise<WriteRecord | undefined>
}

/** What the EHR's user did elsewhere on their screens (FHIRcast). */
export type ContextChange = 'same-chart' | 'other-chart' | 'closed' | 'signed-out'

/** What the EHR's own page does for the panel after a click of the user (SMART Web Messaging); few have any of it. */
export type EhrPage = {
  /** Puts a line into the note that is open there. @returns whether the EHR took it. */
  readonly writeLine?: (line: string) => Promise<boolean>
  /** Takes the panel away. @returns whether the EHR does so. */
  readonly leave?: () => Promise<boolean>
}

export type RecordWatch = {
  readonly onChange: () => void
  /** Whether the server will tell of the next change. */
  readonly onWatching: (isWatching: boolean) => void
}

/** Remarks on what the notes of one visit say. */
export type VisitRemarks = {
  readonly remarks: readonly RiskRemark[]
  readonly dateOfService: DateOnly
  /** Of the notes that were read. */
  readonly noteIds: readonly NoteId[]
}

/** Where a draft would go. */
export type TargetChoice = {
  readonly target: WriteTarget
  /** Whether something is passed over only because the EHR refused it before. */
  readonly isPassingOver: boolean
}

/** One signed-in launch: one server, one patient, one encounter. */
export type EhrConnection = {
  readonly tenant: TenantConfiguration
  readonly patientId: PatientId
  readonly encounterId: EncounterId
  /** Both for the exchange with the proxy; undefined on an open server. */
  readonly idToken: string | undefined
  readonly getAccessToken: () => Promise<string | undefined>
  readonly styleUrl?: string
  /** The launch was a person's, for a list of many encounters; this is one of them. */
  readonly isOfPerson?: boolean
  /** The question that a card of the EHR led here for. */
  readonly openAt?: Fingerprint
  /** Where a draft would go now, decided by opt-in, capability, scope and vendor, never by trial. */
  readonly findWriteTarget: () => Promise<TargetChoice>
  /** Passes over what the EHR refused before, for this person or a colleague. */
  readonly passOver: (targets: readonly WriteTarget[]) => void
  /** From now on nothing is passed over: the next click tries what the EHR refused. */
  readonly tryAllTargets: () => void
  /** @throws EhrError. Reads again only what changed since the last call when the server has versions. */
  /** @param chosen who bills, which counts only where the site lets a coder choose, and the day of a stay. */
  readonly readEncounter: (
    signal?: AbortSignal,
    chosen?: Pick<ClaimDetails, 'billedBy' | 'day'>,
  ) => Promise<EncounterReading>
  /** Whom the encounter is of, read now. @throws EhrError, also where it is another's */
  readonly readBanner: () => Promise<PatientBanner>
  /** What a coder's claim asks of the directory and of earlier bills. @throws EhrError */
  readonly readClaimFacts: (signal?: AbortSignal) => Promise<ClaimFacts>
  /** Never throws for what can be expected; writes nothing without a click of the caller's user. */
  readonly fileDraft: (draft: DraftClaim, ledger: WriteLedger) => Promise<FilingOutcome>
  /** By which the ledger knows this draft. */
  readonly findDraftKey: (draft: DraftClaim, ledger: WriteLedger) => Promise<string>
  /** @returns the draft as the FHIR transaction that would file it; nothing is sent. */
  readonly exportDraft: (draft: DraftClaim) => Promise<string>
  /** @returns a coder's remarks on risk categories as a FHIR resource; nothing is sent. */
  readonly exportRemarks: (remarks: VisitRemarks) => Promise<string>
  /** Brings the EHR's copy to what the person chose, field by field, if it is still the one that they saw. */
  readonly resolveDifference: (
    draft: DraftClaim,
    choice: DifferenceChoice,
    ledger: WriteLedger,
  ) => Promise<FilingOutcome>
  /**
   * Takes a filed draft back: cancelled in the EHR, never deleted; or off Postil's own list.
   * @param isError it should never have been filed: the EHR then holds it as entered in error, for good.
   */
  readonly withdrawDraft: (draft: DraftClaim, ledger: WriteLedger, isError?: boolean) => Promise<FilingOutcome>
  /** Whether the EHR posts charges at once, and the site wants that offered to its coders. */
  readonly mayPostCharges: () => Promise<boolean>
  /** Whether `withdrawDraft` credits posted charges. */
  readonly mayCreditCharges: () => Promise<boolean>
  /** Posts the draft's lines as charges: no draft, and only a credit takes them back. */
  readonly postCharges: (draft: DraftClaim, ledger: WriteLedger) => Promise<FilingOutcome>
  /** Takes the label of software off what is filed, where it is filed as it stands here. */
  readonly signOffDraft: (draft: DraftClaim, ledger: WriteLedger) => Promise<FilingOutcome>
  /** Brings the Task of this encounter on the coders' list up to date, where the site wants that. @throws EhrError */
  readonly keepWorkTask: KeepWorkTask
  readonly sendQuery: (finding: PromptFinding, ledger: WriteLedger) => Promise<QueryOutcome>
  /** @param response reference that `sendQuery` answered with. @throws EhrError */
  readonly readQueryAnswer: (response: string, finding: PromptFinding) => Promise<QueryReading>
  /** Asks the EHR's page what it does for us. */
  readonly findEhrPage: () => Promise<EhrPage>
  /** Follows the user's context where the launch brought a hub. @returns what ends it */
  readonly followContext: (onChange: (change: ContextChange) => void) => () => void
  /** Has the server tell of changes, where it offers that and the tenant wants it. @returns what ends it */
  readonly watchRecord: (watch: RecordWatch) => () => void
  readonly onSessionEnded: (listener: () => void) => () => void
}

/** Answered by `findEncounters` when the launch brought a patient but no encounter. */
export type EncounterChoice = EncounterLabel
