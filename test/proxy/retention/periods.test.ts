// Every table has a period or a reason to have none, and the operator reads the same.
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AGED_KINDS, PERIODS, REMOVED_BY } from '#proxy/retention/periods.ts'
import { ENCRYPTED_COLUMNS } from '#proxy/store/reencrypt.ts'
import { testEngines } from '../store/test-engines.ts'
import type { TestDatabase } from '../test-database.ts'

const TABLES = Object.entries(REMOVED_BY)

describe.each(testEngines)('the tables of $name', ({ open }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  test('are all covered by a period, or by a reason', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_name not like 'kysely_%' order by name`.execute(database.db)
    expect(rows.map(({ name }) => name)).toEqual(TABLES.map(([name]) => name).toSorted())
  })

  test('let nobody but retention delete what has a period and is not cleared by the proxy', async () => {
    const { rows } = await sql<{ name: string }>`
      select distinct event_object_table as name from information_schema.triggers
      where trigger_schema = current_schema() and event_manipulation = 'DELETE'`.execute(database.db)
    const guarded = new Set(rows.map(({ name }) => name))
    const cleared = ['feedback_span', 'bulk_export', 'refused_target', 'coder']
    const aged = TABLES.flatMap(([name, by]) => (typeof by === 'string' && !cleared.includes(name) ? [name] : []))
    expect(aged.filter((name) => !guarded.has(name))).toEqual([])
  })
})

describe('what the operator reads', () => {
  const section = /\n## Retention\n([\s\S]*?)\n## /.exec(readFileSync('docs/operations.md', 'utf8'))?.[1] ?? ''
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const findRow = (name: string) => rows.find(([, first]) => first?.includes(`\`${name}\``)) ?? []

  test.each(AGED_KINDS)('of the period of %s is what holds', (of) => {
    const { setting, days, least } = PERIODS[of]
    const [, , told, lowest, kind] = findRow(setting)
    expect([told, lowest]).toEqual([String(days), String(least)])
    expect(kind?.startsWith(of)).toBe(true)
  })

  test.each(TABLES)('of %s is what holds', (table, by) => {
    const [, , , encrypted, kind] = findRow(table)
    expect(encrypted).toBe(ENCRYPTED_COLUMNS.some((column) => column.table === table) ? 'yes' : 'no')
    expect(kind).toBe(typeof by === 'string' ? by : '—')
  })
})
