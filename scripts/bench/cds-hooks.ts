// How long an EHR waits for cards: signed calls with prefetch of a real-sized note and 200 conditions, over HTTP.
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { createCodingEngine } from '#proxy/coding-engine.ts'
import { listDatabases } from './databases.ts'
import { atMost, type Figure, type Part } from './figure.ts'
import { startBenchProxy } from './proxy-for-bench.ts'
import { DATE_OF_SERVICE, readNotes } from './records.ts'
import { findReleases } from './releases.ts'
import { percentile } from './statistics.ts'

const CALLS = 300
const AT_ONCE = 4
const CONDITIONS = 200
const SERVICE = 'postil-open-questions'
const FHIR = 'http://ehr.example/fhir'

export const cdsHooks: Part = {
  name: 'cds hooks',
  varies: true,
  run: async (say) => {
    const sets = await loadCodeSets(await findReleases(say))
    const engine = createCodingEngine(sets)
    const codes = listCodes(sets.releases.at(-1)?.codes)
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES384', use: 'sig' }] }
    const keys = createServer((_, response) => response.end(JSON.stringify(jwks)))
    await new Promise<void>((resolve) => {
      keys.listen(0, '127.0.0.1', resolve)
    })
    const jwksUrl = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/jwks`
    const figures: Figure[] = []
    for (const database of await listDatabases()) {
      const proxy = await startBenchProxy(engine, database.url, { tenant: describeTenant(jwksUrl) })
      try {
        figures.push(...(await measure(proxy.url, { privateKey, codes, database: database.name })))
      } finally {
        await proxy.stop()
        await database.drop()
      }
    }
    keys.close()
    return figures
  },
}

type Load = { readonly privateKey: KeyObject; readonly codes: readonly string[]; readonly database: string }

async function measure(proxyUrl: string, { privateKey, codes, database }: Load): Promise<readonly Figure[]> {
  const { notes } = readNotes()
  const url = `${proxyUrl}/cds-services/${SERVICE}`
  const times: number[] = []
  let [cards, empty] = [0, 0]
  const call = async (index: number): Promise<void> => {
    const body = JSON.stringify(buildRequest(index, { note: notes[index % notes.length] ?? '', codes }))
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${signFor(url, privateKey)}` }
    const from = performance.now()
    const response = await fetch(url, { method: 'POST', headers, body })
    const answer = (await response.json()) as { readonly cards?: readonly unknown[] }
    times.push(performance.now() - from)
    if (!answer.cards) throw new TypeError(`a call was answered with ${response.status}`)
    cards += answer.cards.length
    if (answer.cards.length === 0) empty += 1
  }
  // The first reads the EHR's keys.
  await call(0)
  const [first = 0] = times.splice(0)
  for (let index = 1; index <= CALLS; index++) await call(index)
  const alone = times.splice(0)
  const note = `${CONDITIONS} conditions, notes of 2 to 10 KB; ${cards} cards, ${empty} calls without`
  for (let index = CALLS; index < 2 * CALLS; index += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, place) => call(index + place)))
  }
  const longest = Math.max(...alone, ...times)
  return [
    { name: `p95, ${database}`, value: percentile(alone, 0.95), unit: 'ms', bar: atMost(150), note },
    { name: `p50, ${database}`, value: percentile(alone, 0.5), unit: 'ms' },
    { name: `p95 of ${AT_ONCE} at once, ${database}`, value: percentile(times, 0.95), unit: 'ms' },
    { name: `first call, ${database}`, value: first, unit: 'ms', bar: atMost(500), note: "reads the EHR's keys" },
    { name: `longest after it, ${database}`, value: longest, unit: 'ms', bar: atMost(500) },
  ]
}

function listCodes(
  codes: { readonly size: number; readonly getCode: (row: number) => unknown } | undefined,
): readonly string[] {
  if (!codes) return ['I10', 'E11.9', 'M17.11']
  const step = Math.max(1, Math.floor(codes.size / CONDITIONS))
  return Array.from({ length: CONDITIONS }, (_, index) => String(codes.getCode(index * step)))
}

function signFor(url: string, key: KeyObject): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: 'http://ehr.example/cds', aud: url, iat: now, exp: now + 120, jti: randomUUID() }
  const signed = `${encode({ alg: 'ES384', typ: 'JWT', kid: 'bench' })}.${encode(claims)}`
  return `${signed}.${sign('sha384', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

function buildRequest(index: number, chart: { readonly note: string; readonly codes: readonly string[] }): object {
  const [patientId, encounterId] = [`patient-${index}`, `encounter-${index}`]
  const subject = { reference: `Patient/${patientId}` }
  const bundle = (resources: readonly object[]) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.map((resource) => ({ resource })),
  })
  const conditions = Array.from({ length: CONDITIONS }, (_, place) => ({
    resourceType: 'Condition',
    id: `condition-${index}-${place}`,
    category: [{ coding: [{ code: 'problem-list-item' }] }],
    clinicalStatus: { coding: [{ code: 'active' }] },
    verificationStatus: { coding: [{ code: 'confirmed' }] },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: chart.codes[place % chart.codes.length] }] },
    subject,
  }))
  return {
    hook: 'patient-view',
    hookInstance: randomUUID(),
    fhirServer: FHIR,
    context: { userId: 'Practitioner/one', patientId, encounterId },
    prefetch: {
      patient: { resourceType: 'Patient', id: patientId, gender: 'female', birthDate: '1968-01-01' },
      encounter: {
        resourceType: 'Encounter',
        id: encounterId,
        status: 'in-progress',
        class: { code: 'AMB' },
        subject,
        period: { start: `${DATE_OF_SERVICE}T09:00:00Z` },
      },
      notes: bundle([
        {
          resourceType: 'DocumentReference',
          id: `note-${index}`,
          status: 'current',
          docStatus: 'preliminary',
          subject,
          date: `${DATE_OF_SERVICE}T09:30:00Z`,
          author: [{ reference: 'Practitioner/one' }],
          context: { encounter: [{ reference: `Encounter/${encounterId}` }] },
          content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(chart.note).toString('base64') } }],
        },
      ]),
      diagnoses: bundle([]),
      problems: bundle(conditions),
    },
  }
}

function describeTenant(jwksUrl: string): object {
  return {
    key: 'bench',
    name: 'Bench',
    issuer: FHIR,
    kind: 'smart',
    vendor: 'other',
    clientId: 'bench',
    pkce: 'required',
    idToken: { issuer: FHIR, jwksUrl },
    roles: { default: 'provider' },
    allowedOrigins: [],
    frameAncestors: [],
    connectOrigins: [],
    writeTargets: ['queue'],
    sensitivity: { part2: 'withhold', behavioralHealth: 'withhold', otherSensitive: 'withhold' },
    cdsHooks: { clients: [{ issuer: 'http://ehr.example/cds', jwksUrl }] },
  }
}
