/** A draft as the FHIR transaction that would file it, to be taken away. Nothing is sent, and no ledger is touched. */
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import { buildClaimTransaction } from '#fhir-mappers/transaction.ts'
import type { EhrSession } from '../ehr-session.ts'
import { SOFTWARE } from '../software.ts'
import { buildWriteKey } from './draft-payload.ts'

export type DraftExporterParts = {
  readonly session: Pick<EhrSession, 'tenant' | 'fhirUser'>
  readonly browser: { readonly now: () => number }
}

/** The key is that of filing, so that a server which has the draft already does not get it twice. */
export async function exportDraft({ session, browser }: DraftExporterParts, draft: DraftClaim): Promise<string> {
  const key = await buildWriteKey(session.tenant.issuer, draft)
  const person = session.fhirUser === undefined ? {} : { person: session.fhirUser }
  const context = { now: new Date(browser.now()).toISOString(), key, software: SOFTWARE, ...person }
  // The Device stays within the Provenance: whoever loads the file may not keep Devices.
  return JSON.stringify(buildClaimTransaction(draft, context, 'contained'), null, 2)
}

/** Of several drafts: one after the other may be posted, because each entry is a transaction of its own. */
export function joinBundles(bundles: readonly string[]): string {
  const entry = bundles.map((text) => {
    const resource: unknown = JSON.parse(text)
    return { resource }
  })
  return JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }, null, 2)
}
