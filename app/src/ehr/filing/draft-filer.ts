/**
 * Files a draft after the user's click: the ledger, the EHR, the ledger again (smart-fhir reference 5.5, 5.6, 7.4).
 * Whatever happens, the same click twice leaves one draft, and a person's edit in the EHR stays.
 */
import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { BuildContext } from '#fhir-mappers/build-context.ts'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { checkClaimPointers } from '#fhir-mappers/claim-checks.ts'
import type { LaunchContext } from '../context-integrity.ts'
import type { EhrSession } from '../ehr-session.ts'
import { EhrError } from '../errors.ts'
import type { FhirServer } from '../fhir-server.ts'
import type { FilingOutcome, WriteLedger } from '../session-types.ts'
import { SOFTWARE } from '../software.ts'
import { answerTaken } from './answer-taken.ts'
import { buildWriteKey, digestPayload } from './draft-payload.ts'
import { describeRefusals, FILING_WORDS, reject } from './filing-words.ts'
import { settle, takePen } from './ledger-steps.ts'
import type { WriteAbilities } from './write-abilities.ts'
import { writeDraft } from './write-draft.ts'

export type DraftFiler = {
  readonly findWriteTarget: () => Promise<WriteTarget>
  readonly fileDraft: (draft: DraftClaim, ledger: WriteLedger) => Promise<FilingOutcome>
}

export type DraftFilerParts = {
  readonly server: FhirServer
  readonly session: EhrSession
  readonly context: LaunchContext
  readonly browser: { readonly now: () => number }
}

/** Each target may refuse once, and an open row be settled once; beyond that the ledger does not answer. */
const TURNS = 6

export function createDraftFiler(parts: DraftFilerParts, abilities: WriteAbilities): DraftFiler {
  const { server, session, context } = parts

  async function fileDraft(draft: DraftClaim, ledger: WriteLedger): Promise<FilingOutcome> {
    if (draft.patientId !== context.patientId || draft.encounterId !== context.encounterId) {
      return reject(FILING_WORDS.otherPatient)
    }
    try {
      // Before the ledger is touched: a session that is over leaves nothing pending (F7).
      await session.getAccessToken()
      return await fileInTurn(draft, ledger, TURNS)
    } catch (error) {
      if (!(error instanceof EhrError)) throw error
      return error.code === 'session-ended' ? { kind: 'session-ended' } : reject(error.message)
    }
  }

  async function fileInTurn(draft: DraftClaim, ledger: WriteLedger, turns: number): Promise<FilingOutcome> {
    if (turns === 0) return reject(FILING_WORDS.ledgerDown)
    const decision = await abilities.decide()
    const { target } = decision
    if (target === 'ChargeItem' && draft.lines.length === 0) return reject(FILING_WORDS.noLines)
    const key = await buildWriteKey(session.tenant.issuer, draft)
    const problems = checkClaimPointers(buildClaim(draft, buildContext(key)))
    if (problems.length > 0)
      return reject(
        FILING_WORDS.inconsistent,
        problems.map(({ code, element }) => `${element}: ${code}`),
      )
    const payloadSha256 = await digestPayload(target, draft, key)
    const pen = await takePen(ledger, { key, target, payloadSha256 })
    if (!pen) return reject(FILING_WORDS.ledgerDown)
    const steps = { ledger, payloadSha256, row: pen.row }
    if (target === 'queue') {
      if (pen.outcome === 'go') await settle(steps, { state: 'written', provenance: 'none' })
      return { kind: 'queued', reason: describeRefusals(decision) }
    }
    const filing = { transport: server.transport, abilities, draft, target, context: buildContext(key) }
    const attempt = { ...steps, filing, server, now: parts.browser.now() }
    const outcome = pen.outcome === 'go' ? await writeDraft(attempt) : await answerTaken(attempt)
    if (outcome.kind === 'demoted') abilities.demote(target)
    return outcome.kind === 'demoted' || outcome.kind === 'again' ? fileInTurn(draft, ledger, turns - 1) : outcome
  }

  function buildContext(key: string): BuildContext {
    const now = new Date(parts.browser.now()).toISOString()
    return { now, key, software: SOFTWARE, ...(session.fhirUser !== undefined && { person: session.fhirUser }) }
  }

  return { findWriteTarget: async () => (await abilities.decide()).target, fileDraft }
}
