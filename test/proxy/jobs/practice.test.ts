// A practice-management system in place of a FHIR server: the adapter against a local one, and the whole command.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'
import { tryDecodeAttachment } from '#fhir-mappers/attachments/decode-attachment.ts'
import { UNPACED } from '#proxy/jobs/pace.ts'
import { createDrchrono } from '#proxy/jobs/practice/drchrono.ts'
import {
  createPracticeLister,
  createPracticeReader,
  type PracticeSystem,
} from '#proxy/jobs/practice/practice-system.ts'
import { createRefreshedToken } from '#proxy/jobs/practice/refresh-token.ts'
import { createRecordReader } from '#proxy/jobs/read-record.ts'
import { parseTenants } from '#proxy/tenants.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { openRow } from '../proxy-fixture.ts'
import { type PracticeServer, startPracticeServer } from './practice-server.ts'

const DAY = parseDateOnly('2026-03-02')
const VISITS = 5
const run = promisify(execFile)

let server: PracticeServer
let system: PracticeSystem
let directory: string
let pauses: number[] = []

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'postil-practice-'))
  writeFileSync(path.join(directory, 'secret'), 'secret\n')
  writeFileSync(path.join(directory, 'refresh'), 'refresh-1\n')
  server = await startPracticeServer(VISITS)
  pauses = []
  const wait = async (ms: number): Promise<void> => void pauses.push(ms)
  const token = createRefreshedToken(describeClient(), { fetch, now: Date.now })
  system = createDrchrono({ base: `${server.url}/api`, token, pace: UNPACED, fetch, wait })
})
afterEach(() => server.stop())

function describeClient() {
  return {
    tokenUrl: `${server.url}/o/token/`,
    clientId: 'postil',
    clientSecretFile: path.join(directory, 'secret'),
    refreshTokenFile: path.join(directory, 'refresh'),
  }
}

const listAll = async () => {
  const pages = []
  for await (const page of createPracticeLister(system, DAY, DAY).list(new AbortController().signal)) pages.push(page)
  return pages
}
const aNote = (visit = '1', patient = '101') => ({
  patientId: parsePatientId(patient),
  encounterId: parseEncounterId(visit),
  noteId: parseNoteId(visit),
  noteVersion: '1',
})
/** Once, at the first request that has this in its path. */
const failOnce = (part: string, fault: { readonly status: number; readonly retryAfter?: string }): void => {
  server.faults = (asked) => {
    if (!asked.includes(part)) return undefined
    server.faults = undefined
    return fault
  }
}

describe('the example adapter', () => {
  test('lists what is signed, page by page; a draft and a break are left out', async () => {
    const pages = await listAll()
    expect(pages).toHaveLength(3)
    expect(pages.flat().map(({ encounterId, patientId }) => [encounterId, patientId])).toEqual([
      ['1', '101'],
      ['3', '103'],
      ['4', '104'],
    ])
    expect(server.asked[0]).toBe('/api/appointments?date_range=2026-03-02%2F2026-03-02')
  })

  test('reads a visit as the engine takes it, with what was entered for billing', async () => {
    const [tenant] = parseTenants({ tenants: [openRow] }, 'sandbox')
    if (!tenant) throw new TypeError('The fixture has no tenant.')
    const chart = createPracticeReader(system)
    const readRecord = createRecordReader({ tenant, chart, decode: tryDecodeAttachment, now: Date.now })
    const { record, findMaskSeeds } = await readRecord(aNote())
    expect(JSON.stringify(findMaskSeeds())).toContain('Quillfeather')
    expect(record).toMatchObject({
      dateOfService: '2026-03-02',
      status: 'finished',
      sex: 'female',
      visit: { types: ['Office visit'] },
      notes: [{ id: '1', version: '2026-03-02T10:01:00', status: 'signed' }],
      conditions: [{ code: 'E11.40', category: 'encounter-diagnosis' }],
      procedures: [{ code: { system: 'cpt', value: '99213' } }],
    })
    expect(record.notes[0]?.text).toBe(
      'ASSESSMENT:\nType 2 diabetes with diabetic neuropathy.\n\nPLAN:\nMedication: Continue metformin.',
    )
  })

  test('keeps the refresh token that replaces the one before, and gets a new token when one ends', async () => {
    await listAll()
    expect(readFileSync(path.join(directory, 'refresh'), 'utf8').trim()).toBe('refresh-2')
    server.expireToken()
    expect((await listAll()).flat()).toHaveLength(3)
    expect(readFileSync(path.join(directory, 'refresh'), 'utf8').trim()).toBe(server.refreshToken())
  })

  test('waits as long as it is asked to', async () => {
    failOnce('appointments', { status: 429, retryAfter: '2' })
    expect((await listAll()).flat()).toHaveLength(3)
    expect(pauses).toContain(2000)
  })

  test.each<[string, string, () => void]>([
    [
      'a page that leads elsewhere',
      'foreign-address',
      () => server.change('/api/appointments', { next: 'https://elsewhere.example/api/x', results: [] }),
    ],
    ['an answer of another form', 'bad-answer', () => server.change('/api/appointments', { rows: [] })],
    [
      'an appointment of another form',
      'bad-answer',
      () => server.change('/api/appointments', { next: null, results: [{ id: {} }] }),
    ],
    [
      'a refresh token that is no longer good',
      'sign-in-refused',
      () => writeFileSync(path.join(directory, 'refresh'), 'old'),
    ],
  ])('%s fails with a word that says what to do', async (_, code, spoil) => {
    spoil()
    await expect(listAll()).rejects.toMatchObject({ code })
  })

  test('a visit of another patient is not read', async () => {
    await expect(system.readVisit(aNote('1', '102'))).rejects.toMatchObject({ code: 'wrong-patient' })
  })

  test.each([
    ['refreshTokenFile', 'nowhere', /refreshTokenFile cannot be read: it is not there.*\(ENOENT\)/],
    ['clientSecretFile', '.', /clientSecretFile cannot be read: it is a folder.*\(EISDIR\)/],
    ['clientSecretFile', 'empty', /clientSecretFile is empty; put there/],
  ])('%s that is %s is named with the reason', (name, file, said) => {
    writeFileSync(path.join(directory, 'empty'), '\n')
    const client = { ...describeClient(), [name]: path.join(directory, file) }
    const creating = () => createRefreshedToken(client, { fetch, now: Date.now })
    expect(creating).toThrow(said)
    expect(creating).toThrow(expect.objectContaining({ name: 'ConfigError', setting: 'POSTIL_TENANTS_FILE' }))
    expect(creating).not.toThrow(directory)
  })
})

test('npm run batch works through a practice although its token ends and it asks for a pause', async () => {
  await copyMigratedDatabase(path.join(directory, 'db'))
  const practice = { kind: 'drchrono', baseUrl: `${server.url}/api`, ...describeClient() }
  const row = { ...openRow, batch: { requestsPerSecond: 500, practice } }
  writeFileSync(path.join(directory, 'tenants.json'), JSON.stringify({ tenants: [row] }))
  let requests = 0
  server.faults = () => {
    requests += 1
    if (requests === 4) server.expireToken()
    return requests === 6 ? { status: 429, retryAfter: '1' } : undefined
  }
  const env = {
    ...process.env,
    POSTIL_PROFILE: 'sandbox',
    POSTIL_TENANTS_FILE: path.join(directory, 'tenants.json'),
    POSTIL_DATA_DIR: directory,
    DATABASE_URL: '',
  }
  const script = path.resolve(import.meta.dirname, '../../../scripts/batch.ts')
  const days = ['run', '--tenant', openRow.key, '--from', '2026-03-02', '--to', '2026-03-02']
  const { stdout, stderr } = await run(process.execPath, [script, ...days], { env })
  expect(stderr).toContain('Found 3 notes, 3 of them new.')
  expect(stdout).toMatch(/^3 notes in/m)
  expect(stdout).toContain('Nothing failed.')
}, 90_000)
