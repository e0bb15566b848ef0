/** What was put before whom. A prompt's exact words and its lint record are stored before it is sent (prompt rule R1). */
import { tryParseFinding } from '#coding/contract/finding.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { Finding, PromptFinding } from '#coding/domain/finding.ts'
import type { Fingerprint } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { References } from '../crypto/references.ts'
import type { Database, Scope } from './schema.ts'

export type Showing = Scope & { readonly actor: string; readonly at: Date; readonly findings: readonly Finding[] }

/** @returns those that this person had not been shown with this content before. */
export async function insertShownFindings(db: Database, showing: Showing, crypto: Crypto): Promise<readonly Finding[]> {
  if (showing.findings.length === 0) return []
  const { tenant, encounterRef, actor, at } = showing
  const row = { tenant, encounter_ref: encounterRef, actor, at }
  const inserted = await db
    .insertInto('shown_finding')
    .values(showing.findings.map((finding) => ({ ...row, ...sealFinding(finding, showing, crypto) })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('fingerprint')
    .execute()
  const fresh = new Set(inserted.map((one) => one.fingerprint))
  return showing.findings.filter(({ fingerprint }) => fresh.has(fingerprint))
}

type Crypto = { readonly cipher: ColumnCipher; readonly references: References }

/** Its cells: of a prompt the exact words, encrypted; of everything else only what tells one content from another. */
export function sealFinding(finding: Finding, scope: Scope, { cipher, references }: Crypto) {
  const isPrompt = finding.kind === 'prompt'
  return {
    fingerprint: finding.fingerprint,
    finding_kind: finding.kind,
    content_ref: references.ofContent(scope.tenant, describeRow(finding)),
    content: isPrompt ? cipher.encrypt(JSON.stringify(finding), placeOfContent(scope, finding.fingerprint)) : null,
    lint_version: isPrompt ? finding.prompt.lint.version : null,
  }
}

/** Whether it was shown before; a prompt in each version of the note, since its newest row is what it is closed by and brought back with. */
function describeRow(finding: Finding): string {
  return finding.kind === 'prompt' ? JSON.stringify(finding) : describeContent(finding)
}

/**
 * Equal where a person reads the same. Without where the words stand: with each save they are in another version of the
 * note, and often some letters further on.
 */
export function describeContent(finding: Finding): string {
  if (finding.kind !== 'prompt') return JSON.stringify({ ...finding, evidence: finding.evidence.map(describeWords) })
  const { prompt } = finding
  return JSON.stringify({ ...finding, prompt: { ...prompt, evidence: prompt.evidence.map(describeWords) } })
}

function describeWords({ noteId, quote, section, assertion }: Evidence): object {
  return { noteId, quote, section, assertion }
}

/** What anybody was asked in this encounter, as it was rendered last. */
export async function listShownPrompts(
  db: Database,
  scope: Scope,
  cipher: ColumnCipher,
): Promise<readonly PromptFinding[]> {
  const rows = await db
    .selectFrom('shown_finding')
    .select(['fingerprint', 'content'])
    .where('tenant', '=', scope.tenant)
    .where('encounter_ref', '=', scope.encounterRef)
    .where('finding_kind', '=', 'prompt')
    .orderBy('at')
    .execute()
  return openPrompts(rows, scope, cipher)
}

export type PromptRow = { readonly fingerprint: Fingerprint; readonly content: string | null }

/** @param rows oldest first. Two people who were shown the same question have a row each, and so has each version of the note. */
export function openPrompts(rows: readonly PromptRow[], scope: Scope, cipher: ColumnCipher): readonly PromptFinding[] {
  const cells = new Map(rows.map(({ fingerprint, content }) => [fingerprint, content]))
  return [...cells].flatMap(([fingerprint, cell]) => {
    const finding = cell && tryParseFinding(JSON.parse(cipher.decrypt(cell, placeOfContent(scope, fingerprint))))
    return finding && finding.kind === 'prompt' ? [finding] : []
  })
}

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfContent(scope: Scope, fingerprint: Fingerprint): readonly string[] {
  return [scope.tenant, 'shown_finding', 'content', scope.encounterRef, fingerprint]
}
