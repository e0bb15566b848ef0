// The report of use over a trail of a million rows: half a year of a site, of which four and thirteen weeks are asked
// for. It is read in blocks between two rows that are found by halves, so the rest of the trail costs nothing; the first
// reading of a block makes its digest, which the nightly look at the trail has made before on a site.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { parseTenantKey, type TenantKey } from '#coding/domain/ids.ts'
import { addDays } from '#coding/reports/find-week.ts'
import { tellUse } from '#coding/reports/tell-use.ts'
import { createUseTally } from '#coding/reports/use-tally.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { digestUse, readUse, type UseSource } from '#proxy/reports/read-use.ts'
import type { Pool } from '#proxy/store/schema.ts'
import { withPostgres } from './databases.ts'
import { atMost, type Figure, type Part } from './figure.ts'

const ROWS = 1_000_000
const CHUNK = 20_000
const FIRST_DAY = '2026-01-05'
const DAYS = 26 * 7
/** Of each visit: a session, two readings, three things shown, a decision, what the notes made of a question. */
const ROWS_OF_VISIT = 8

export const useReport: Part = {
  name: 'use report',
  varies: false,
  run: (say) =>
    withPostgres(async (db) => {
      const tenant = parseTenantKey('bench-use')
      say(`${ROWS} rows are written`)
      await fill(db, tenant)
      const cipher = createColumnCipher([{ id: 'k1', key: randomBytes(32).toString('base64') }])
      const references = createReferences(randomBytes(32).toString('base64'))
      const source = { db, cipher, references, tenant }
      const first = await measure(source, { weeks: 4, seconds: 8, how: ', nothing digested yet' })
      await digestUse(source)
      return [
        first,
        await measure(source, { weeks: 4, seconds: 2, how: '' }),
        await measure(source, { weeks: 13, seconds: 6, how: '' }),
      ]
    }),
}

type Measuring = { readonly weeks: number; readonly seconds: number; readonly how: string }

async function measure(source: UseSource, { weeks, seconds: most, how }: Measuring): Promise<Figure> {
  const from = addDays(FIRST_DAY, 7)
  const range = { from, to: addDays(from, weeks * 7 - 1) }
  const [began, worked] = [performance.now(), process.cpuUsage()]
  const tally = createUseTally(range)
  let events = 0
  for await (const page of readUse(source, range)) {
    events += page.length
    for (const event of page) tally.take(event)
  }
  const { whole } = tellUse(tally.finish())
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(worked)
  const cpuSeconds = (user + system) / 1e6
  const questions = whole.find(({ id }) => id === 'answered')?.told?.denominator ?? 0
  if (questions === 0) throw new TypeError('The report tells of no question.')
  const heap = Math.round(process.memoryUsage().heapUsed / 2 ** 20)
  return {
    name: `${weeks} weeks of a trail of ${ROWS} rows${how}`,
    value: seconds,
    unit: 's',
    bar: atMost(most),
    note: `${cpuSeconds.toFixed(1)} s of them this process at work; ${events} events, ${questions} questions; heap ${heap} MB`,
  }
}

/** Rows without a chain, which this report does not look at; the time of each follows its number. */
async function fill(db: Pool, tenant: TenantKey): Promise<void> {
  for (let from = 1; from <= ROWS; from += CHUNK) await fillSome(db, tenant, from)
  await sql`insert into audit_head (tenant, seq, hash) values (${tenant}, ${ROWS}, 'h')`.execute(db)
}

async function fillSome(db: Pool, tenant: TenantKey, from: number): Promise<void> {
  const step = (DAYS * 24 * 60 * 60) / ROWS
  await sql`
    insert into audit (tenant, seq, entry, previous_hash, hash)
    select ${tenant}, n, (
      jsonb_build_object(
        'at', to_char(timestamp ${sql.lit(FIRST_DAY)} + n * ${sql.lit(step)} * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'requestId', 'r' || n, 'actor', 'a' || visit % 60, 'role', 'provider', 'patient', 'p' || visit,
        'encounter', 'e' || visit)
      || case n % ${sql.lit(ROWS_OF_VISIT)}
        when 0 then '{"action": "session.create", "outcome": "created"}'
        when 1 then '{"action": "analysis", "input": "i", "codeSet": "c", "model": "off", "findings": 3, "withdrawn": 0, "notes": 1}'
        when 2 then jsonb_build_object('action', 'item.shown', 'kind', 'prompt', 'family', 'laterality', 'fingerprint', 'q' || visit)
        when 3 then jsonb_build_object('action', 'item.shown', 'kind', 'code', 'direction', 'add', 'family', 'Circulation', 'fingerprint', 'c' || visit)
        when 4 then jsonb_build_object('action', 'item.shown', 'kind', 'code', 'direction', 'refine', 'family', 'Eye', 'fingerprint', 'd' || visit)
        when 5 then jsonb_build_object('action', 'decision', 'kind', 'code', 'choice', 'accept', 'fingerprint', 'c' || visit)
        when 6 then '{"action": "analysis", "input": "i", "codeSet": "c", "model": "off", "findings": 2, "withdrawn": 1, "notes": 1, "firstFindingMs": 210}'
        else jsonb_build_object('action', 'question', 'became', 'resolved', 'fingerprint', 'q' || visit)
      end)::text, 'p', 'h'
    from (select n, n / ${sql.lit(ROWS_OF_VISIT)} as visit from generate_series(${sql.lit(from)}, ${sql.lit(from + CHUNK - 1)}) n) numbered`.execute(
    db,
  )
}
