// Reading a chart that is not the sandbox's: servers that refuse, omit, page, mislabel and change.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOpenServerDirectory } from '#app/ehr/open-server-directory.ts'
import { parsePatientId } from '#coding/domain/ids.ts'
import { openFakeBrowser } from './support/fake-browser.ts'
import { buildTenant, signIn } from './support/launch-from-smart-server.ts'
import { aBundle, type SmartServer, startSmartServer } from './support/smart-server.ts'

let server: SmartServer

beforeEach(async () => {
  server = await startSmartServer()
})
afterEach(() => server.stop())

const base64 = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64')

function aNote(id: string, attachment: object | readonly object[], changes: object = {}) {
  const attachments: readonly object[] = Array.isArray(attachment) ? attachment : [attachment]
  return {
    resourceType: 'DocumentReference',
    id,
    status: 'current',
    docStatus: 'final',
    meta: { versionId: '1' },
    subject: { reference: 'Patient/p1' },
    date: '2026-11-02T10:00:00Z',
    context: { encounter: [{ reference: 'Encounter/e1' }] },
    content: attachments.map((each) => ({ attachment: each })),
    ...changes,
  }
}

function serveNotes(...notes: readonly object[]): void {
  server.routes['GET /fhir/DocumentReference'] = { body: aBundle(notes) }
}

async function read() {
  const signedIn = await signIn(server)
  return { ...signedIn, reading: await signedIn.connection.readEncounter() }
}

const paths = (part: string) => server.seen.map(({ path }) => path).filter((path) => path.includes(part))

describe('searches', () => {
  test('ask narrowly first and more widely when the server does not know a parameter', async () => {
    server.routes['GET /fhir/Condition'] = ({ path }) =>
      path.includes('encounter=') ? { status: 400 } : { body: aBundle([]) }
    const { reading } = await read()
    expect(reading.gaps).toEqual([])
    expect(paths('/Condition?').map((path) => new URLSearchParams(path.split('?')[1]).get('encounter'))).toEqual(
      expect.arrayContaining(['e1', null]),
    )
  })

  test('look for notes without a category where there are none with one', async () => {
    server.routes['GET /fhir/DocumentReference'] = ({ path }) => ({
      body: aBundle(
        path.includes('category=') ? [] : [aNote('n1', { contentType: 'text/plain', data: base64('found') })],
      ),
    })
    expect((await read()).reading.record.notes).toMatchObject([{ text: 'found' }])
  })

  test('keep to the days around the encounter', async () => {
    await read()
    const dateOf = (part: string) => new URLSearchParams(paths(part)[0]?.split('?')[1]).getAll('date')
    expect(dateOf('/DocumentReference?')).toEqual(['ge2026-11-01'])
    expect(dateOf('/Procedure?')).toEqual(['ge2026-11-02'])
  })

  test('stop after five pages and say so', async () => {
    server.routes['GET /fhir/Procedure'] = ({ path }) => {
      const page = Number(new URLSearchParams(path.split('?')[1]).get('page') ?? '1')
      return {
        body: aBundle([{ resourceType: 'Procedure', id: `x${page}` }], `${server.base}/Procedure?page=${page + 1}`),
      }
    }
    const { reading } = await read()
    expect(paths('/Procedure')).toHaveLength(5)
    expect(reading.gaps).toContain('Procedures: only the first 5 were read')
  })

  test.each([
    [403, 'Medications: not allowed'],
    [404, 'Medications: not offered by the EHR'],
    [500, 'Medications: the EHR could not be reached'],
    [422, 'Medications: could not be read'],
  ])('a part that answers %i is a gap, and the rest is shown', async (status, gap) => {
    server.routes['GET /fhir/MedicationRequest'] = { status }
    const { reading } = await read()
    expect(reading.gaps).toEqual([gap])
    expect(reading.record.sex).toBe('female')
  })

  test('a part that is no bundle is a gap', async () => {
    server.routes['GET /fhir/Coverage'] = { body: '<html>maintenance</html>' }
    expect((await read()).reading.gaps).toEqual(['Coverage: could not be read'])
  })

  test('another patient’s entries are left out, whatever search brought them', async () => {
    server.routes['GET /fhir/Condition'] = {
      body: aBundle([
        { resourceType: 'Condition', id: 'theirs', code: { text: 'x' }, subject: { reference: 'Patient/p2' } },
        { resourceType: 'OperationOutcome', issue: [] },
      ]),
    }
    serveNotes(
      aNote('theirs', { contentType: 'text/plain', data: base64('x') }, { subject: { reference: 'Patient/p2' } }),
    )
    const { record } = (await read()).reading
    expect([record.conditions, record.notes]).toEqual([[], []])
  })

  test('a patient who is somebody else stops the reading', async () => {
    server.routes['GET /fhir/Patient/p1'] = { body: { resourceType: 'Patient', id: 'p2' } }
    const { connection } = await signIn(server)
    await expect(connection.readBanner()).rejects.toMatchObject({ code: 'wrong-patient' })
    await expect(connection.readEncounter()).rejects.toMatchObject({ code: 'wrong-patient' })
  })

  test('entries that the policy withholds are counted, not shown', async () => {
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }]
    server.routes['GET /fhir/Condition'] = {
      body: aBundle([{ resourceType: 'Condition', id: 'c', meta: { security }, code: { text: 'canary' } }]),
    }
    const { reading } = await read()
    expect(reading.gaps.join()).toMatch(/entries not read \(sensitivity policy\)/)
    expect(JSON.stringify(reading)).not.toContain('canary')
  })
})

describe('notes', () => {
  test('the best of several formats is read, and the next one when it is broken', async () => {
    serveNotes(
      aNote('n1', [
        { contentType: 'application/pdf', data: base64('%PDF-broken') },
        { contentType: 'text/html', data: base64('<html><p>from HTML</p>') },
        { contentType: 'text/plain', data: '%%%' },
      ]),
    )
    expect((await read()).reading.record.notes[0]?.text.trim()).toBe('from HTML')
  })

  test.each([
    ['as itself', { headers: { 'content-type': 'text/plain' }, body: 'from a Binary' }],
    ['as FHIR', { body: { resourceType: 'Binary', contentType: 'text/plain', data: base64('from a Binary') } }],
  ])('a Binary that the server hands out %s', async (_case, answer) => {
    server.routes['GET /fhir/Binary/b1'] = answer
    serveNotes(aNote('n1', { contentType: 'text/plain', url: 'Binary/b1' }))
    const { reading } = await read()
    expect(reading.record.notes).toMatchObject([
      { text: 'from a Binary', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ])
    const request = server.seen.find(({ path }) => path === '/fhir/Binary/b1')
    expect(request?.headers.accept).toBe('text/plain, */*;q=0.1')
  })

  test('a Binary with a label of its own is withheld', async () => {
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSYTHPN' }]
    server.routes['GET /fhir/Binary/b1'] = {
      body: { resourceType: 'Binary', contentType: 'text/plain', meta: { security }, data: base64('canary') },
    }
    serveNotes(aNote('n1', { contentType: 'text/plain', url: 'Binary/b1' }))
    const { reading } = await read()
    expect([reading.withheld, reading.record.notes]).toEqual([{ byPolicy: 1, unreadable: 0 }, []])
  })

  test.each([
    ['text/plain', 'text/plain; charset=iso-8859-7'],
    ['text/plain; charset=iso-8859-7', 'text/plain'],
  ])('a Binary of %j for an attachment of %j: whoever names the charset is believed', async (answered, declared) => {
    server.routes['GET /fhir/Binary/b1'] = { headers: { 'content-type': answered }, body: Buffer.of(0xe1, 0xe2) }
    serveNotes(aNote('n1', { contentType: declared, url: 'Binary/b1' }))
    expect((await read()).reading.record.notes[0]?.text).toBe('αβ')
  })

  test('withheld by label, by type and by title: none of their addresses is asked for', async () => {
    const url = (id: string) => ({ contentType: 'text/plain', url: `Binary/${id}` })
    serveNotes(
      aNote('n1', url('canary-1'), { securityLabel: [{ coding: [{ code: 'PSYTHPN' }] }] }),
      aNote('n2', url('canary-2'), { type: { coding: [{ system: 'http://loinc.org', code: '34857-3' }] } }),
      aNote('n3', { ...url('canary-3'), title: 'Part 2 programme' }),
      aNote('n4', { contentType: 'text/plain', data: base64('an ordinary note') }),
    )
    const { browser, reading } = await read()
    expect(reading.withheld).toEqual({ byPolicy: 3, unreadable: 0 })
    expect(reading.record.notes.map(({ id }) => id)).toEqual(['n4'])
    expect(JSON.stringify([browser.requests.map(({ url: address }) => address), reading])).not.toMatch(/canary|Part 2/)
  })

  test('an addendum without a label of its own is withheld with its note', async () => {
    serveNotes(
      aNote('n1', { data: 'eA==' }, { securityLabel: [{ coding: [{ code: 'PSYTHPN' }] }] }),
      aNote(
        'n2',
        { contentType: 'text/plain', url: 'Binary/canary' },
        {
          relatesTo: [{ code: 'appends', target: { reference: 'DocumentReference/n1' } }],
        },
      ),
    )
    const { browser, reading } = await read()
    expect(reading.withheld.byPolicy).toBe(2)
    expect(browser.requests.filter(({ url }) => url.includes('canary'))).toEqual([])
  })

  test('withheld notes of other encounters are nobody’s business here', async () => {
    const label = { securityLabel: [{ coding: [{ code: 'PSYTHPN' }] }] }
    serveNotes(aNote('n1', { data: 'eA==' }, { ...label, context: { encounter: [{ reference: 'Encounter/e0' }] } }))
    expect((await read()).reading.withheld.byPolicy).toBe(0)
  })

  test('an attachment that cannot be fetched now is asked for again', async () => {
    server.routes['GET /fhir/Binary/b1'] = { status: 500 }
    serveNotes(aNote('n1', { contentType: 'text/plain', url: 'Binary/b1' }))
    const { connection, reading } = await read()
    expect([reading.gaps, reading.withheld.unreadable]).toEqual([['Notes: 1 could not be fetched'], 0])
    server.routes['GET /fhir/Binary/b1'] = { headers: { 'content-type': 'text/plain' }, body: 'there now' }
    expect((await connection.readEncounter()).record.notes[0]?.text).toBe('there now')
  })

  test('one without versions is read each time; one with a version once', async () => {
    server.routes['GET /fhir/Binary/b1'] = { headers: { 'content-type': 'text/plain' }, body: 'first' }
    server.routes['GET /fhir/Binary/b2'] = { headers: { 'content-type': 'text/plain' }, body: 'first' }
    serveNotes(
      aNote('n1', { contentType: 'text/plain', url: 'Binary/b1' }),
      aNote('n2', { contentType: 'text/plain', url: 'Binary/b2' }, { meta: undefined }),
    )
    const { connection } = await read()
    await connection.readEncounter()
    expect([paths('/Binary/b1').length, paths('/Binary/b2').length]).toEqual([1, 2])
  })

  test('one that is too long is read in part, and the screen says so', async () => {
    serveNotes(aNote('n1', { contentType: 'text/plain', data: base64('x'.repeat(200_001)) }))
    const { reading } = await read()
    expect(reading.record.notes[0]?.text).toHaveLength(200_000)
    expect(reading.gaps).toContain('Notes: a very long note was read only in part')
  })

  test('a reading that is given up leaves with the caller’s own reason', async () => {
    const { connection } = await signIn(server)
    const reason = new DOMException('hidden', 'AbortError')
    await expect(connection.readEncounter(AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

describe('the rest of the chart', () => {
  test('is read again when a minute has passed or the encounter has changed, and not before', async () => {
    const { browser, connection } = await read()
    const count = () => paths('/Condition?').length
    const first = count()
    await connection.readEncounter()
    expect(count()).toBe(first)
    browser.advance(61_000)
    await connection.readEncounter()
    expect(count()).toBe(first * 2)
    const encounter = server.routes['GET /fhir/Encounter/e1']
    server.routes['GET /fhir/Encounter/e1'] = { body: { ...(encounter as { body: object }).body, status: 'finished' } }
    expect((await connection.readEncounter()).record.status).toBe('finished')
    expect(count()).toBe(first * 3)
  })

  test('names a provider who may not be read by reference alone', async () => {
    server.routes['GET /fhir/Encounter/e1'] = {
      body: {
        resourceType: 'Encounter',
        id: 'e1',
        subject: { reference: 'Patient/p1' },
        participant: [{ individual: { reference: 'Practitioner/prac1' } }],
      },
    }
    server.routes['GET /fhir/Practitioner/prac1'] = { status: 403 }
    const { reading } = await read()
    expect(reading.performer).toEqual({ reference: 'Practitioner/prac1' })
    expect(reading.gaps).toEqual(['Encounter: the EHR gives no date of service; today is used'])
  })
})

describe('whom the chart names, for the mask', () => {
  test('are relatives, the provider that was read, and who is named beside what was read', async () => {
    server.routes['GET /fhir/Encounter/e1'] = {
      body: {
        resourceType: 'Encounter',
        id: 'e1',
        subject: { reference: 'Patient/p1' },
        participant: [{ individual: { reference: 'Practitioner/prac1' } }],
      },
    }
    server.routes['GET /fhir/Practitioner/prac1'] = {
      body: { resourceType: 'Practitioner', id: 'prac1', name: [{ given: ['Piotr'], family: 'Wren' }] },
    }
    server.routes['GET /fhir/RelatedPerson'] = {
      body: aBundle([{ resourceType: 'RelatedPerson', id: 'r1', name: [{ given: ['Brethwin'], family: 'Ma' }] }]),
    }
    serveNotes(
      aNote(
        'n1',
        { contentType: 'text/plain', data: base64('seen') },
        {
          author: [{ reference: 'Practitioner/2', display: 'Ostravia Doe, MD' }],
        },
      ),
    )
    const { reading } = await read()
    expect(reading.maskSeeds?.persons).toEqual(
      expect.arrayContaining([
        { role: 'relative', given: ['Brethwin'], family: ['Ma'] },
        { role: 'provider', given: ['Piotr'], family: ['Wren'] },
        { role: 'provider', given: [], family: ['Ostravia', 'Doe'] },
      ]),
    )
    expect(JSON.stringify(reading.record)).not.toMatch(/Brethwin|Piotr|Ostravia/)
  })

  test('are not those who wrote what policy withholds', async () => {
    const meta = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }] }
    const author = [{ reference: 'Practitioner/2', display: 'Ostravia Doe, MD' }]
    serveNotes(aNote('n1', { contentType: 'text/plain', data: base64('seen') }, { author, meta }))
    expect(JSON.stringify((await read()).reading.maskSeeds)).not.toContain('Ostravia')
  })

  test('are without relatives where those may not be read, and nobody is told of a gap', async () => {
    server.routes['GET /fhir/RelatedPerson'] = { status: 403 }
    const { reading } = await read()
    expect(paths('/RelatedPerson')).toHaveLength(1)
    expect(reading.gaps).toEqual([])
  })
})

describe('an open server’s directory', () => {
  test('asks for one page only, and refuses a server that has sign-in', async () => {
    const tenant = buildTenant(server.base, { kind: 'open-server' })
    server.routes['GET /fhir/Patient'] = {
      body: aBundle([{ resourceType: 'Patient', id: 'p1', name: [{ text: 'Ann' }] }], `${server.base}/Patient?page=2`),
    }
    const browser = openFakeBrowser({ url: 'https://sidebar.example/' })
    const directory = createOpenServerDirectory(tenant, browser)
    expect(await directory.findPatients(' ann & co ')).toMatchObject([{ id: 'p1', banner: { name: 'Ann' } }])
    expect(server.seen.map(({ path }) => path)).toEqual(['/fhir/Patient?_count=20&name=ann+%26+co'])
    server.routes['GET /fhir/Encounter'] = { status: 403 }
    await expect(directory.findEncounters(parsePatientId('p1'))).rejects.toMatchObject({ code: 'not-allowed' })
    expect(() => createOpenServerDirectory(buildTenant(server.base), browser)).toThrow()
  })
})
