// Signed calls of a practice's system: what is taken, what is refused, and that a call counts once.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NoteReference } from '#fhir-mappers/note-reference.ts'
import { createColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createReferences } from '#proxy/crypto/references.ts'
import { type Application, createApplication } from '#proxy/http/application.ts'
import { answerError } from '#proxy/http/problem.ts'
import { createKeySetHandler, readClient } from '#proxy/jobs/backend-client.ts'
import { mountNoteSigned } from '#proxy/jobs/note-signed.ts'
import { type OpenWebhooks, openWebhooks } from '#proxy/jobs/open-webhooks.ts'
import { signText } from '#proxy/jobs/signed-call.ts'
import { createLog } from '#proxy/log.ts'
import { inTenant } from '#proxy/store/in-tenant.ts'
import { type OpenDatabase, openDatabase } from '#proxy/store/open-database.ts'
import { parseTenants } from '#proxy/tenants.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { serve } from '../http/serve.ts'
import { KEYS, NOW, otherRow, REFERENCE_KEY, smartRow } from '../proxy-fixture.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'postil-webhook-'))
const keep = (name: string, text: string): string => {
  writeFileSync(path.join(directory, name), text)
  return path.join(directory, name)
}
const [OLD, FRESH] = ['old-secret'.repeat(4), 'new-secret'.repeat(4)]
const files = [keep('fresh', FRESH), keep('old', `${OLD}\n`)]
const tenants = parseTenants(
  { tenants: [{ ...smartRow, batch: { webhookSecretFiles: files } }, otherRow] },
  'production',
)
const [row] = tenants
if (!row) throw new TypeError('The fixture has no tenant.')
const tenant = row.key

describe('note_signed', () => {
  let database: OpenDatabase
  let webhooks: OpenWebhooks | undefined
  let app: Application

  beforeAll(async () => {
    await copyMigratedDatabase(path.join(directory, 'db'))
    database = await openDatabase({ kind: 'pglite', dir: path.join(directory, 'db') })
    const parts = {
      ...database,
      cipher: createColumnCipher(KEYS.columnKeys),
      references: createReferences(REFERENCE_KEY),
      onProblem: () => undefined,
    }
    webhooks = openWebhooks(tenants, parts)
    if (!webhooks) throw new TypeError('The fixture takes no signed calls.')
    app = createApplication()
    app.onError((error, context) => answerError(error, context, createLog('silent')))
    mountNoteSigned(app, {
      db: database.db,
      tenants: { all: tenants },
      now: () => NOW,
      findAddress: () => 'a',
      webhooks,
    })
  }, 60_000)
  afterAll(async () => {
    await webhooks?.stop()
    await database.close()
  })

  const event = (noteId: string) => ({
    event: 'note_signed',
    patientId: 'patient-1',
    encounterId: 'encounter-1',
    noteId,
    noteVersion: '1',
  })
  type Changes = {
    readonly secret?: string
    readonly at?: number
    readonly id?: string
    readonly signed?: string
    readonly to?: string
    readonly signature?: string
  }
  const send = (
    body: string,
    { secret = FRESH, at = NOW, id = randomUUID(), signed = body, ...rest }: Changes = {},
  ) => {
    const time = String(Math.floor(at / 1000))
    const signature = rest.signature ?? `t=${time},id=${id},v1=${signText(secret, [time, id, signed]).toString('hex')}`
    return app.request(`/webhooks/${rest.to ?? tenant}/note-signed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'postil-signature': signature },
      body,
    })
  }
  const countWaiting = async (): Promise<number | undefined> =>
    (await (await webhooks?.openQueue(tenant))?.count())?.waiting
  const listAudit = () =>
    inTenant(database.db, tenant, (transaction) => transaction.selectFrom('audit').select('entry').execute())

  test('queues the note once, whatever is sent again, and puts it on record', async () => {
    const body = JSON.stringify(event('note-1'))
    const id = randomUUID()
    expect((await send(body, { id })).status).toBe(202)
    expect((await send(body, { id })).status).toBe(401)
    // Another call about the same version is taken, and changes nothing.
    expect((await send(body)).status).toBe(202)
    expect(await countWaiting()).toBe(1)
    const entries = (await listAudit()).map(({ entry }) => entry)
    expect(entries).toHaveLength(2)
    expect(entries[0]).toContain('batch.signed')
    expect(entries.join()).not.toMatch(/note-1|patient-1/)
  }, 30_000)

  test('knows a version by the name that a practice system or a server without versions gives it', async () => {
    const queue = await webhooks?.openQueue(tenant)
    if (!queue) throw new TypeError('The fixture takes no signed calls.')
    for (const noteVersion of ['2026-03-02T10:01:00', '2026-03-02T10:01:00.000+00:00']) {
      const signed = { ...event('note-dated'), noteVersion }
      expect((await send(JSON.stringify(signed))).status).toBe(202)
      const { event: _event, ...listed } = signed
      // As a run over the day lists it.
      expect(await queue.add([listed as NoteReference])).toBe(0)
    }
  })

  test('takes the secret that is being replaced, too', async () => {
    expect((await send(JSON.stringify(event('note-2')), { secret: OLD })).status).toBe(202)
  })

  test.each<[string, Changes]>([
    ['another secret', { secret: 'x'.repeat(40) }],
    ['another body', { signed: '{}' }],
    ['301 seconds ago', { at: NOW - 301_000 }],
    ['301 seconds ahead', { at: NOW + 301_000 }],
    ['a tenant without secrets', { to: otherRow.key }],
    ['a tenant that is not there', { to: 'nobody' }],
    ['no signature', { signature: '' }],
    ['an id that is too short', { id: 'short' }],
  ])('refuses %s, and queues nothing', async (_, changes) => {
    const before = await countWaiting()
    const response = await send(JSON.stringify(event('note-3')), changes)
    expect(response.status).toBe(401)
    expect(await countWaiting()).toBe(before)
  })

  test.each([300_000, -300_000])('takes a clock that differs by %d ms', async (by) => {
    expect((await send(JSON.stringify(event('note-4')), { at: NOW + by })).status).toBe(202)
  })

  test.each([
    ['words of a note', { ...event('note-5'), text: 'Knee pain.' }],
    ['an address to read', { ...event('note-5'), noteId: 'https://thief.example/1' }],
    ['another event', { ...event('note-5'), event: 'note_opened' }],
  ])('refuses an event with %s', async (_, body) => {
    const response = await send(JSON.stringify(body))
    expect(response.status).toBe(400)
    expect(await response.text()).not.toMatch(/Knee|thief/)
  })
})

test('a secret that could be guessed keeps the proxy from starting', () => {
  const weak = parseTenants(
    { tenants: [{ ...smartRow, batch: { webhookSecretFiles: [keep('weak', 'short')] } }] },
    'production',
  )
  expect(() => openWebhooks(weak, {} as never)).toThrow(/fewer than 32/)
})

test.each([
  ['gone', /^POSTIL_TENANTS_FILE: a webhookSecretFile of hospital cannot be read: it is not there.*\(ENOENT\)/],
  ['.', /^POSTIL_TENANTS_FILE: a webhookSecretFile of hospital cannot be read: it is a folder.*\(EISDIR\)/],
])('a secret that cannot be read says why: %s', (file, said) => {
  const tenants = [{ ...smartRow, batch: { webhookSecretFiles: [path.join(directory, file)] } }]
  const opening = () => openWebhooks(parseTenants({ tenants }, 'production'), {} as never)
  expect(opening).toThrow(said)
  expect(opening).not.toThrow(directory)
})

test('a key of the service that cannot be read says why', () => {
  const keyFile = path.join(directory, 'gone.pem')
  const client = { clientId: 'batch', tokenUrl: 'https://ehr.example/token', algorithm: 'ES384', keyFile }
  const [row] = parseTenants({ tenants: [{ ...smartRow, batch: { client } }] }, 'production')
  if (!row) throw new TypeError('no row')
  expect(() => readClient(row, '')).toThrow(
    /^POSTIL_TENANTS_FILE: batch\.client\.keyFile of hospital cannot be read: it is not there.*\(ENOENT\)/,
  )
})

test('the key set has the public half of every client, once, and leaves out what cannot be read', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const keyFile = keep('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const client = { clientId: 'batch', tokenUrl: 'https://ehr.example/token', algorithm: 'ES384', keyFile }
  const rows = parseTenants(
    {
      tenants: [
        { ...smartRow, batch: { client } },
        { ...otherRow, batch: { client } },
        {
          ...otherRow,
          key: 'third',
          issuer: 'https://third.example/fhir',
          batch: { client: { ...client, keyFile: path.join(directory, 'gone.pem') } },
        },
      ],
    },
    'production',
  )
  const response = await serve(
    [],
    createKeySetHandler(rows, () => NOW),
  ).request('/.well-known/jwks.json')
  const text = await response.text()
  expect(JSON.parse(text)).toMatchObject({ keys: [{ kty: 'EC', crv: 'P-384', alg: 'ES384', use: 'sig' }] })
  expect(JSON.parse(text).keys).toHaveLength(1)
  expect(text).not.toContain('"d"')
})
