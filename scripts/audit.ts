// `npm run audit -- verify | export | reference`: for a compliance officer, who needs to verify nothing but a database
// user that may read, the public half of the checkpoint key, and the checkpoints from where they were sent.
import { createWriteStream } from 'node:fs'
import { Writable } from 'node:stream'
import { CodingError } from '#coding/domain/errors.ts'
import { parseFingerprint, parsePatientId, parseTenantKey, type TenantKey } from '#coding/domain/ids.ts'
import { type AuditAction, appendAudit } from '#proxy/audit/audit-log.ts'
import { createCheckpointVerifier, type StatementVerifier } from '#proxy/audit/checkpoint.ts'
import { AuditError } from '#proxy/audit/errors.ts'
import { CSV_HEADER, formatCsvLine, formatFhirLine, readAuditRows } from '#proxy/audit/export-audit.ts'
import { readWitnesses, type Witnesses } from '#proxy/audit/read-witnesses.ts'
import { type ChainVerdict, listChains, verifyChain } from '#proxy/audit/verify-chain.ts'
import { readConfig, readDatabaseConfig } from '#proxy/config.ts'
import { guardCrashes } from '#proxy/crash.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences, type References, spellPerson } from '#proxy/crypto/references.ts'
import { ConfigError } from '#proxy/errors.ts'
import { readNamedFile } from '#proxy/named-file.ts'
import { verifyArchive } from '#proxy/retention/archive.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { connectDatabase } from '#proxy/store/open-database.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { readTenants } from '#proxy/tenants.ts'
import { findOperator } from './find-operator.ts'
import { readArguments } from './read-arguments.ts'

const USAGE = `npm run audit -- <command> [--tenant KEY] [--since DATE] [--until DATE]

  verify   walks every chain; needs DATABASE_URL (or POSTIL_DATA_DIR) and changes nothing. With --checkpoints PATH (a file, a folder, or an export of the syslog collector) and
           --public-key FILE also against what was signed. --since begins at a checkpoint of that time.
           --archive FILE [--public-key FILE] verifies what \`npm run retention\` has taken away, without a database.
  export   --format fhir | csv [--output FILE] [--patient ID] [--user REFERENCE] [--operator NAME]
           is on the trail itself, in the name of the operator: the account of this machine, if nothing else is said
  reference --tenant KEY --patient ID | --user REFERENCE | --finding FINGERPRINT | --write KEY   the opaque references
           under which the trail names somebody or something; a user as the EHR does (Practitioner/123), an operator as
           operator/NAME, a finding by the fingerprint that the sidebar shows of it, a write by its identifier in the EHR

Dates are ISO 8601 (2026-03-02 or 2026-03-02T10:00:00Z). The settings of export and reference are those of the proxy.
Exit codes: 0 good, 1 a chain or a checkpoint is not, 2 wrong usage or configuration, 3 the trail cannot be read.`

const { positionals, values } = readArguments(
  {
    tenant: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    checkpoints: { type: 'string' },
    archive: { type: 'string' },
    'public-key': { type: 'string', multiple: true },
    format: { type: 'string', default: 'fhir' },
    output: { type: 'string' },
    patient: { type: 'string' },
    user: { type: 'string' },
    finding: { type: 'string' },
    write: { type: 'string' },
    operator: { type: 'string' },
  },
  USAGE,
)

guardCrashes()
try {
  process.exitCode = await run(positionals[0])
} catch (error) {
  const code = findExitCode(error)
  if (code === undefined) throw error
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = code
}

function findExitCode(error: unknown): number | undefined {
  if (error instanceof ConfigError) return /^(DATABASE_URL(_FILE)?|POSTIL_DATA_DIR)$/.test(error.setting) ? 3 : 2
  if (error instanceof AuditError) return 3
  return error instanceof CodingError ? 2 : undefined
}

async function run(command: string | undefined): Promise<number> {
  if (command === 'verify') return values.archive === undefined ? verify() : verifyFile(values.archive)
  if (command === 'export' && ['fhir', 'csv'].includes(values.format)) return exportTrail()
  const named = [values.patient, values.user, values.finding, values.write].filter((value) => value !== undefined)
  if (command === 'reference' && named.length === 1 && values.tenant !== undefined) return printReference()
  console.log(USAGE)
  return command === undefined || command === 'help' ? 0 : 2
}

/** Also chains of tenants that no file names any more, and those that only a checkpoint still knows. */
async function listTenants(db: Pool, witnessed: Iterable<TenantKey> = []): Promise<readonly TenantKey[]> {
  if (values.tenant !== undefined) return [parseTenantKey(values.tenant)]
  return [...new Set([...(await listChains(db)), ...witnessed])]
}

function readDate(name: 'since' | 'until'): Date | undefined {
  const text = values[name]
  if (text === undefined) return undefined
  const date = new Date(text)
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(date.getTime()))
    throw new ConfigError(`--${name}`, 'is no date.')
  return date
}

async function verify(): Promise<number> {
  const { ofTenants, isSigned, refused = 0 } = await readGivenWitnesses()
  const [since, until] = [readDate('since'), readDate('until')]
  const { db, close } = await connectDatabase(readDatabaseConfig(), 'read-only')
  try {
    let isGood = refused === 0
    for (const tenant of await listTenants(db, ofTenants?.keys())) {
      const checkpoints = ofTenants && (ofTenants.get(tenant) ?? [])
      const verdict = await inTenant(db, tenant, (transaction) =>
        verifyChain(transaction, tenant, {
          ...(checkpoints && { checkpoints }),
          ...(isSigned && { isSigned }),
          ...(since && { since }),
          ...(until && { until }),
          onProgress: createProgress(tenant),
        }),
      )
      console.log(`${tenant}: ${describeVerdict(verdict)}`)
      isGood &&= verdict.ok
    }
    return isGood ? 0 : 1
  } finally {
    await close()
  }
}

/** Two times a second at most, on the error channel, so that an output that is kept stays clean. */
function createProgress(tenant: TenantKey): (rows: number) => void {
  const started = Date.now()
  let told = started
  return (rows) => {
    const now = Date.now()
    if (now - told < 500) return
    told = now
    const rate = Math.round((rows / (now - started)) * 1000)
    console.error(`${tenant}: ${rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} a second`)
  }
}

function describeVerdict(verdict: ChainVerdict): string {
  if (!verdict.ok) {
    const where = verdict.after === undefined ? '' : `; the change is after row ${verdict.after}`
    return `NOT good. First bad row: ${verdict.seq} (${verdict.because}${where}).`
  }
  const began = verdict.cut === undefined ? '' : ` after row ${verdict.cut}, up to which it was taken away on purpose`
  if (verdict.covered === undefined)
    return `good, ${verdict.rows} rows${began}. No checkpoints given: a cut-off tail is not seen.`
  return `good, ${verdict.rows} rows${began}, vouched for up to row ${verdict.covered}.`
}

async function verifyFile(file: string): Promise<number> {
  const keys = values['public-key']
  const verdict = await verifyArchive(file, keys && createCheckpointVerifier(keys.map(readKey)))
  if (!verdict.ok) {
    console.log(`NOT good. First bad line: ${verdict.line}.`)
    return 1
  }
  const { rows, from, statement, sha256 } = verdict
  const signed = keys ? '' : ' No public key given: who signed is not looked at.'
  console.log(
    `${statement.tenant}: good, ${rows} rows from row ${from} to row ${statement.seq}, sha256 ${sha256}.${signed}`,
  )
  return 0
}

type Given = Partial<Witnesses> & { readonly isSigned?: StatementVerifier }

async function readGivenWitnesses(): Promise<Given> {
  const [source, keys] = [values.checkpoints, values['public-key']]
  if (source === undefined && keys === undefined) return {}
  if (source === undefined || keys === undefined) {
    throw new ConfigError('--checkpoints', 'and --public-key go together.')
  }
  const isSigned = createCheckpointVerifier(keys.map(readKey))
  const witnesses = await readWitnesses(source, isSigned)
  const { read, refused } = witnesses
  if (refused > 0) console.log(`${refused} of ${read} checkpoints are malformed or not signed by this key.`)
  return { ...witnesses, isSigned }
}

function readKey(file: string): string {
  return readNamedFile(file, file)
}

async function exportTrail(): Promise<number> {
  const config = readConfig()
  const [since, until] = [readDate('since'), readDate('until')]
  const patient = values.patient === undefined ? undefined : parsePatientId(values.patient)
  const references = createReferences(readKeys(config).referenceKey)
  const issuers = new Map(readTenants(config).map(({ key, issuer }) => [key, issuer]))
  const observer = config.publicOrigin ?? 'postil'
  const format = values.format === 'csv' ? 'csv' : 'fhir'
  const output = openOutput()
  const { db, close } = await connectDatabase(config.database, 'read-write')
  try {
    if (format === 'csv') await output.write(`${CSV_HEADER}\r\n`)
    for (const tenant of await listTenants(db)) {
      const report = createProgress(tenant)
      const patientRef = patient === undefined ? undefined : references.ofPatient(tenant, patient)
      const actors = values.user === undefined ? undefined : nameUser(references, tenant, issuers.get(tenant) ?? '')
      const record = (action: Pick<AuditAction & { action: 'audit.export' }, 'outcome' | 'rows'>): Promise<void> =>
        inTenant(db, tenant, (transaction) =>
          appendAudit(transaction, tenant, [
            {
              at: new Date().toISOString(),
              requestId: 'audit-export',
              actor: references.ofActor(tenant, findOperator(values.operator)),
              ...(patientRef !== undefined && { patient: patientRef }),
              action: 'audit.export',
              format,
              ...(since && { since: since.toISOString() }),
              ...(until && { until: until.toISOString() }),
              ...(actors?.[0] !== undefined && { of: actors[0] }),
              ...action,
            },
          ]),
        )
      // Before a row leaves: what is taken away and then broken off was taken away.
      await record({ outcome: 'begun' })
      let rows = 0
      const range = {
        tenant,
        ...(since && { since }),
        ...(until && { until }),
        ...(patientRef !== undefined && { patient: patientRef }),
        ...(actors && { actors }),
      }
      for await (const row of readAuditRows({ db, references }, range)) {
        await output.write(format === 'csv' ? `${formatCsvLine(row)}\r\n` : `${formatFhirLine(row, observer)}\n`)
        rows += 1
        report(rows)
      }
      await record({ outcome: 'done', rows })
      console.error(`${tenant}: ${rows} rows`)
    }
    return 0
  } finally {
    await output.end()
    await close()
  }
}

/** Waits for a slow reader instead of holding the whole trail in memory. */
function openOutput(): { readonly write: (text: string) => Promise<void>; readonly end: () => Promise<void> } {
  const stream = values.output === undefined ? process.stdout : createWriteStream(values.output, { mode: 0o600 })
  const writer = Writable.toWeb(stream).getWriter()
  return {
    write: (text) => writer.write(text),
    end: async () => {
      await writer.ready
      if (stream !== process.stdout) await writer.close()
    },
  }
}

function printReference(): number {
  const config = readConfig()
  const references = createReferences(readKeys(config).referenceKey)
  const tenant = parseTenantKey(values.tenant ?? '')
  const issuer = readTenants(config).find(({ key }) => key === tenant)?.issuer ?? ''
  console.log(nameAsked(references, tenant, issuer).join('\n'))
  return 0
}

function nameAsked(references: References, tenant: TenantKey, issuer: string): readonly string[] {
  const { patient, finding, write } = values
  if (patient !== undefined) return [references.ofPatient(tenant, parsePatientId(patient))]
  if (finding !== undefined) return [references.ofFinding(tenant, parseFingerprint(finding))]
  if (write !== undefined) return [references.ofWrite(tenant, write)]
  return nameUser(references, tenant, issuer)
}

/** One for each way in which the EHR may have written the person. */
function nameUser(references: References, tenant: TenantKey, issuer: string): readonly string[] {
  return spellPerson(issuer, values.user ?? '').map((user) => references.ofActor(tenant, user))
}
