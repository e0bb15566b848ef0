// The whole command against the sandbox: what it reads, what it keeps, what a page then gets, and what stands in its way.
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { ChargeItem, Claim, Encounter, Procedure, Resource } from '@medplum/fhirtypes'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { dayEnd, shadowDay } from '#coding/contract/site-report.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parseTenantKey } from '#coding/domain/ids.ts'
import { CPT, ICD10CM } from '#fhir-mappers/systems.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { readKeys } from '#proxy/crypto/key-file.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { recordBatch } from '#proxy/store/batch-results.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { openDatabase } from '#proxy/store/open-database.ts'
import { listReports } from '#proxy/store/site-reports.ts'
import { type Sandbox, startSandbox } from '#sandbox/start-sandbox.ts'
import { buildPatients } from '../../../sandbox/patients/build-patients.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { openRow } from '../proxy-fixture.ts'

const run = promisify(execFile)
const SCRIPT = path.resolve(import.meta.dirname, '../../../scripts/reports.ts')
const TODAY = parseDateOnly('2026-03-02')
const tenant = parseTenantKey('public')
const directory = mkdtempSync(path.join(tmpdir(), 'postil-reports-'))

let sandbox: Sandbox
let visits: readonly Encounter[] = []
/** The finished visits of the day, which the test gives charges. */
const [uncoded, drafted, billed] = ['enc-one', 'enc-two', 'enc-three']

function aVisit(id: string): Encounter {
  return {
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { code: 'AMB' },
    serviceType: { text: 'Orthopedics' },
    type: [{ text: 'Office visit' }],
    subject: { reference: 'Patient/pat-knee' },
    participant: [{ individual: { reference: 'Practitioner/prac-rivera', display: 'Elena Rivera, MD' } }],
    period: { start: '2026-03-02T09:00:00Z', end: '2026-03-02T09:20:00Z' },
  }
}

const aClaim = (encounter: string, status: Claim['status'], code: string): Claim => ({
  resourceType: 'Claim',
  id: `claim-${encounter}`,
  status,
  type: { text: 'professional' },
  use: 'claim',
  patient: { reference: 'Patient/pat-knee' },
  created: '2026-03-02',
  provider: { reference: 'Practitioner/prac-rivera' },
  priority: { text: 'normal' },
  insurance: [{ sequence: 1, focal: true, coverage: { reference: 'Coverage/cov-knee' } }],
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: { coding: [{ system: ICD10CM, code: 'M17.11' }] } }],
  item: [
    {
      sequence: 1,
      productOrService: { coding: [{ system: CPT, code }] },
      encounter: [{ reference: `Encounter/${encounter}` }],
    },
  ],
})

const MORE: readonly Resource[] = [
  aVisit(uncoded),
  aVisit(drafted),
  aVisit(billed),
  aClaim(drafted, 'draft', '20610'),
  {
    resourceType: 'ChargeItem',
    id: 'charge-three',
    status: 'billable',
    code: { coding: [{ system: CPT, code: '20610' }] },
    subject: { reference: 'Patient/pat-knee' },
    context: { reference: `Encounter/${billed}` },
    reason: [{ coding: [{ system: ICD10CM, code: 'M17.11' }] }],
  } satisfies ChargeItem,
  aClaim('enc-cancelled', 'cancelled', '20610'),
  {
    resourceType: 'Procedure',
    id: 'done-three',
    status: 'completed',
    code: { coding: [{ system: CPT, code: '73562' }], text: 'X-ray of the knee' },
    subject: { reference: 'Patient/pat-knee' },
    encounter: { reference: `Encounter/${billed}` },
  } satisfies Procedure,
  {
    resourceType: 'Appointment',
    id: 'appt-nobody',
    status: 'fulfilled',
    start: '2026-03-02T15:00:00Z',
    end: '2026-03-02T15:20:00Z',
    participant: [
      { actor: { reference: 'Practitioner/prac-okafor', display: 'Chidi Okafor, MD' }, status: 'accepted' },
    ],
  },
]

const environment = {
  ...process.env,
  POSTIL_PROFILE: 'sandbox',
  POSTIL_TENANTS_FILE: path.join(directory, 'tenants.json'),
  POSTIL_DATA_DIR: directory,
  DATABASE_URL: '',
}

function report(...options: readonly string[]) {
  return run(process.execPath, [SCRIPT, '--tenant', 'public', ...options], { env: environment }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
  )
}

async function inStore<Value>(
  work: (parts: { readonly db: Awaited<ReturnType<typeof openDatabase>>['db'] } & Crypto) => Promise<Value>,
): Promise<Value> {
  const database = await openDatabase({ kind: 'pglite', dir: path.join(directory, 'db') })
  const keys = readKeys({ profile: 'sandbox', dataDir: directory } as Parameters<typeof readKeys>[0])
  const crypto = { cipher: createColumnCipher(keys.columnKeys), references: createReferences(keys.referenceKey) }
  try {
    return await work({ db: database.db, ...crypto })
  } finally {
    await database.close()
  }
}
type Crypto = {
  readonly cipher: ReturnType<typeof createColumnCipher>
  readonly references: ReturnType<typeof createReferences>
}

const readKept = (kind: 'day-end' | 'shadow') =>
  inStore(({ db, cipher }) =>
    inTenant(db, tenant, (transaction) => listReports(transaction, { tenant, kind, from: TODAY, to: TODAY }, cipher)),
  ).then((days) => days[0]?.report)

beforeAll(async () => {
  const patients = buildPatients(TODAY)
  visits = patients.filter((one) => one.resourceType === 'Encounter')
  sandbox = await startSandbox({ port: 0, sidebarUrl: 'http://127.0.0.1:1', resources: [...patients, ...MORE] })
  const row = { ...openRow, issuer: `${sandbox.url}/open/fhir`, batch: { requestsPerSecond: 1000 } }
  writeFileSync(path.join(directory, 'tenants.json'), JSON.stringify({ tenants: [row] }))
  await copyMigratedDatabase(path.join(directory, 'db'))
  // What a batch found in the notes of one of them, as it keeps it.
  await inStore(({ db, cipher, references }) => {
    const encounterRef = references.ofEncounter(tenant, parseEncounterId(billed))
    const finding = (about: string, direction: 'add' | 'remove') => ({
      fingerprint: about,
      kind: 'code' as const,
      about,
      direction,
      evidence: [],
    })
    const findings = [finding('M17.11', 'add'), finding('I10', 'add'), finding('E11.9', 'remove')]
    const at = new Date('2026-03-02T18:00:00Z')
    const visit = { serviceLine: 'Orthopedics', types: [], providers: [], date: TODAY }
    const entry = {
      at: at.toISOString(),
      requestId: 'r',
      action: 'batch.analysis',
      item: 'i',
      input: 'x',
      codeSet: 'embedded',
      findings: 3,
    } as const
    return recordBatch({ db, cipher }, tenant, [
      { itemRef: 'i', encounterRef, at, entry, result: { codeSet: 'embedded', findings, visit } },
    ])
  })
}, 60_000)
afterAll(() => sandbox.stop())
afterEach(() => {
  sandbox.faults = undefined
})

describe('npm run reports', () => {
  test('lists where work and charges do not meet, by visit and by provider', async () => {
    const { code, stdout, stderr } = await report('--from', TODAY, '--to', TODAY)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stdout).toMatch(/^1 days: \d+ gaps between work and charges, 1 encounters compared\./)
    const { gaps, providers, unread, reviewed } = dayEnd.parse(await readKept('day-end'))
    const about = (id: string) =>
      gaps
        .filter(({ reference }) => reference === `Encounter/${id}`)
        .map((gap) => `${gap.kind} ${gap.code ?? ''}`.trim())
    expect(about(uncoded)).toEqual(['finished-uncoded'])
    // Nobody has read its notes: whether the line is documented is not known.
    expect(about(drafted)).toEqual(['coded-not-filed'])
    expect(reviewed).toBe(1)
    expect(about(billed)).toEqual(['procedure-without-line 73562', 'line-without-documentation 20610'])
    expect(gaps).toContainEqual({
      kind: 'appointment-without-encounter',
      reference: 'Appointment/appt-nobody',
      provider: { reference: 'Practitioner/prac-okafor', name: 'Chidi Okafor, MD' },
    })
    const finished = visits.filter(({ status, period }) => status === 'finished' && period?.start?.startsWith(TODAY))
    expect(providers.reduce((sum, one) => sum + one.finished, 0)).toBe(finished.length + 3)
    expect(unread).toEqual([])
    expect(JSON.stringify(gaps)).not.toMatch(/pat-|Patient/)
  }, 60_000)

  test('compares what was found with what was coded, by family and service line', async () => {
    const { compared, cells, source } = shadowDay.parse(await readKept('shadow'))
    expect({ compared, source }).toEqual({ compared: 1, source: 'ehr' })
    expect(cells).toEqual([
      { family: 'Musculoskeletal', serviceLine: 'Orthopedics', agreed: 1, missing: 0, extra: 0, visits: 1 },
      { family: 'Circulation', serviceLine: 'Orthopedics', agreed: 0, missing: 0, extra: 1, visits: 1 },
      { family: 'Procedures', serviceLine: 'Orthopedics', agreed: 0, missing: 1, extra: 0, visits: 1 },
    ])
  })

  test('takes the final codes from a file, and names the line that it cannot read', async () => {
    const file = path.join(directory, 'codes.csv')
    writeFileSync(file, `encounter,code\n${billed},M17.11\n${billed},I10\n`)
    expect((await report('--from', TODAY, '--to', TODAY, '--codes', file)).code).toBe(0)
    const { cells, source } = shadowDay.parse(await readKept('shadow'))
    expect(source).toBe('file')
    expect(cells.reduce((sum, { agreed }) => sum + agreed, 0)).toBe(2)
    writeFileSync(file, `encounter,code\n${billed},M17.11\nKlara Musterfrau\n`)
    const { code, stderr } = await report('--from', TODAY, '--to', TODAY, '--codes', file)
    expect(code).toBe(2)
    expect(stderr).toContain('line 3')
    expect(stderr).not.toContain('Klara')
  }, 60_000)

  test('goes on where the EHR has no charges of one kind, says so, and stops where it has none of either', async () => {
    const refuse = (types: RegExp) => {
      sandbox.faults = ({ path: asked }) => (types.test(asked) ? { status: 403 } : undefined)
    }
    refuse(/\/fhir\/Claim/)
    const one = await report('--from', TODAY, '--to', TODAY)
    expect(one.code).toBe(0)
    expect(one.stdout).toContain('Not read, because the EHR does not offer it to this client: Claim.')
    expect(dayEnd.parse(await readKept('day-end')).unread).toEqual(['Claim'])
    refuse(/\/fhir\/(Claim|ChargeItem)/)
    const none = await report('--from', TODAY, '--to', TODAY)
    sandbox.faults = undefined
    expect(none.code).toBe(3)
    expect(none.stderr).toContain('scopes')
    // What was put together before stays.
    expect(dayEnd.parse(await readKept('day-end')).unread).toEqual(['Claim'])
  }, 60_000)

  test.each([
    ['no day', ['--from', 'yesterday', '--to', TODAY], /--from/],
    ['days in the wrong order', ['--from', '2026-03-03', '--to', TODAY], /--to/],
    ['too many days', ['--from', '2025-03-02', '--to', TODAY], /at most/],
    ['a file that is not there', ['--from', TODAY, '--to', TODAY, '--codes', '/nowhere'], /--codes/],
  ])(
    'is refused with %s',
    async (_name, options, words) => {
      const { code, stderr } = await report(...options)
      expect(code).toBe(2)
      expect(stderr).toMatch(words)
    },
    30_000,
  )
})
