// `npm run reports`: compares a stretch of days in the EHR with what was charged and with what Postil found in the notes,
// and keeps one report a day for the pages "Day's end" and "Shadow report". Nothing is written to the EHR.
import { readFileSync } from 'node:fs'
import { MAX_REPORT_DAYS } from '#coding/contract/site-report.ts'
import { countDaysBetween, type DateOnly, isDateOnly } from '#coding/domain/date-only.ts'
import { readConfig } from '#proxy/config.ts'
import { guardCrashes } from '#proxy/crash.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { ConfigError } from '#proxy/errors.ts'
import { describeFileProblem } from '#proxy/explain-file-problem.ts'
import { JobError } from '#proxy/jobs/errors.ts'
import { buildReports } from '#proxy/reports/build-reports.ts'
import { type FinalCodes, parseFinalCodes } from '#proxy/reports/final-codes.ts'
import { readDays } from '#proxy/reports/read-days.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { readTenants } from '#proxy/tenants.ts'
import { openServer } from './batch/open-server.ts'
import { readArguments } from './read-arguments.ts'

const USAGE = `npm run reports -- --tenant KEY --from DATE --to DATE [--codes FILE]

  --codes  what was finally billed, as lines of encounter,code; without it, the charges and diagnoses of the EHR

Dates are days (2026-03-02), at most ${MAX_REPORT_DAYS} of them. The settings are those of the proxy. Exit codes: 0 good,
2 wrong usage or configuration, 3 the EHR cannot be asked.`

const SCOPE =
  'system/Appointment.rs system/Encounter.rs system/Claim.rs system/ChargeItem.rs system/Procedure.rs ' +
  'system/DocumentReference.rs system/Condition.rs'

const SAY_EVERY = 50
const text = { type: 'string' } as const

guardCrashes()
try {
  await run()
} catch (error) {
  if (!(error instanceof JobError || error instanceof ConfigError)) throw error
  console.error(error.message)
  process.exitCode = error instanceof JobError ? 3 : 2
}

async function run(): Promise<void> {
  const {
    tenant: key,
    from,
    to,
    codes,
  } = readArguments({ tenant: text, from: text, to: text, codes: text }, USAGE).values
  if (key === undefined) throw new ConfigError('--tenant', `is missing.\n\n${USAGE}`)
  const range = { from: readDay('--from', from), to: readDay('--to', to) }
  if (range.to < range.from || countDaysBetween(range.from, range.to) >= MAX_REPORT_DAYS) {
    throw new ConfigError('--to', `must not be before --from, and at most ${MAX_REPORT_DAYS} days are read at once.`)
  }
  const final = codes === undefined ? undefined : readFinalCodes(codes)
  const config = readConfig()
  const tenant = readTenants(config).find((row) => row.key === key)
  if (!tenant) throw new ConfigError('--tenant', 'must name a tenant of the tenants file.')
  if (tenant.batch?.practice && !tenant.batch.client) {
    throw new ConfigError(
      'POSTIL_TENANTS_FILE',
      `${key} has batch.practice; reports need a FHIR server (batch.client).`,
    )
  }
  const database = await openDatabase(config.database)
  try {
    const server = openServer({ config, tenant, db: database.db }, SCOPE)
    const read = await readDays(server, range, (done, of) => {
      if (done % SAY_EVERY === 0 || done === of) console.error(`${done} of ${of} patients read.`)
    })
    const keys = readKeys(config)
    const parts = {
      db: database.db,
      cipher: createColumnCipher(keys.columnKeys),
      references: createReferences(keys.referenceKey),
      tenant: tenant.key,
      now: Date.now,
    }
    const { gaps, compared } = await buildReports(parts, read, final)
    console.log(`${read.days.length} days: ${gaps} gaps between work and charges, ${compared} encounters compared.`)
    for (const type of read.unread) console.log(`Not read, because the EHR does not offer it to this client: ${type}.`)
  } finally {
    await database.close()
  }
}

function readDay(name: string, text = ''): DateOnly {
  if (!isDateOnly(text)) throw new ConfigError(name, `must be a day, as in 2026-03-02.\n\n${USAGE}`)
  return text
}

function readFinalCodes(file: string): FinalCodes {
  try {
    return parseFinalCodes(readFileSync(file, 'utf8'))
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    throw new ConfigError('--codes', `names a file that cannot be read: ${describeFileProblem(cause)}.`, { cause })
  }
}
