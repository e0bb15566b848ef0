// The twenty behaviours of fhirclient 2.6.3 that are wrong for a sidebar (F1-F20), each with what Postil does instead.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { authorizeLaunch } from '#app/ehr/authorize-launch.ts'
import { connect } from '#app/ehr/connect.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import { aDraftClaim } from '../../fixtures/fhir/draft-claim.ts'
import { openFakeBrowser } from './support/fake-browser.ts'
import { authorizeAt, buildTenant, reload, returnWithCode, signIn } from './support/launch-from-smart-server.ts'
import { createMemoryLedger } from './support/memory-ledger.ts'
import { aBundle, type SmartServer, startSmartServer, TOKEN_RESPONSE } from './support/smart-server.ts'

let server: SmartServer

beforeEach(async () => {
  server = await startSmartServer()
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await server.stop()
})

const draft = () => aDraftClaim({ patientId: parsePatientId('p1'), encounterId: parseEncounterId('e1') })

const CAPABILITIES = {
  resourceType: 'CapabilityStatement',
  rest: [
    {
      mode: 'server',
      resource: [
        {
          type: 'Claim',
          interaction: [{ code: 'create' }, { code: 'read' }, { code: 'search-type' }],
          searchParam: [{ name: 'identifier' }],
        },
      ],
    },
  ],
}

function seen(method: string, path: string) {
  return server.seen.filter((request) => request.method === method && request.path.split('?')[0] === path)
}

/** Two patients on one server: the token names the one whose launch it was. */
function answerTwoPatients(): void {
  for (const [patient, encounter] of [
    ['p1', 'e1'],
    ['p2', 'e2'],
  ]) {
    server.routes[`GET /fhir/Patient/${patient}`] = { body: { resourceType: 'Patient', id: patient } }
    server.routes[`GET /fhir/Encounter/${encounter}`] = {
      body: { resourceType: 'Encounter', id: encounter, subject: { reference: `Patient/${patient}` } },
    }
  }
  server.routes['POST /token'] = ({ body }) => ({
    body: body.includes('code=code-2') ? { ...TOKEN_RESPONSE, patient: 'p2', encounter: 'e2' } : TOKEN_RESPONSE,
  })
}

describe('F1: init() revives the earlier patient', () => {
  test('a new launch in the same tab gets the new patient, and a page without a launch gets none', async () => {
    answerTwoPatients()
    const storage = new Map<string, string>()
    await signIn(server, { storage })
    const second = await returnWithCode(await authorizeAt(server, { storage, query: '&launch=chart-2' }), 'code-2')
    expect(await connect({ browser: second })).toMatchObject({ connection: { patientId: 'p2', encounterId: 'e2' } })
    const bare = openFakeBrowser({ url: 'https://sidebar.example/index.html', storage })
    expect(await connect({ browser: bare })).toEqual({ kind: 'not-launched' })
  })
})

describe('F3: the launch scope is lost', () => {
  test.each([
    ['&launch=chart-1', ['launch'], ['launch/patient', 'launch/encounter']],
    ['', ['launch/patient'], ['launch']],
  ])('%j asks for %j and not for %j', async (query, wanted, unwanted) => {
    const { authorization } = await authorizeAt(server, { query })
    const scopes = authorization?.searchParams.get('scope')?.split(' ')
    expect(scopes).toEqual(expect.arrayContaining(wanted))
    for (const scope of unwanted) expect(scopes).not.toContain(scope)
  })
})

describe('F4: parameters of the address override the options', () => {
  test.each([
    'clientId=EVIL',
    'client_id=EVIL',
    'fhirServiceUrl=https://evil.example/fhir',
    'patientId=other',
    'PATIENTID=other',
    'encounterId=other',
    'redirect_uri=https://evil.example',
    'state=known',
    'code=stolen',
    'iss=https://evil.example/fhir',
    'launch=second',
  ])('refuses %s before anything is asked or stored', async (parameter) => {
    const storage = new Map<string, string>()
    const { outcome, browser } = await authorizeAt(server, { storage, query: `&launch=chart-1&${parameter}` })
    expect(outcome).toMatchObject({ kind: 'failed', code: 'forbidden-parameter' })
    expect([browser.visited, browser.requests, server.seen, [...storage]]).toEqual([[], [], [], []])
  })

  test.each(['https://evil.example/fhir', 'TRAILING', 'CASE'])('refuses the foreign issuer %s', async (kind) => {
    const issuer = kind === 'TRAILING' ? `${server.base}/` : kind === 'CASE' ? server.base.toUpperCase() : kind
    const storage = new Map<string, string>()
    const url = `https://sidebar.example/launch.html?iss=${encodeURIComponent(issuer)}&launch=1`
    const browser = openFakeBrowser({ url, storage })
    // Even an allow-list that answers with a near miss does not help.
    const outcome = await authorizeLaunch({ browser, findTenant: async () => buildTenant(server.base) })
    expect(outcome).toMatchObject({ kind: 'failed', code: 'foreign-issuer' })
    expect([browser.visited, browser.requests, [...storage]]).toEqual([[], [], []])
  })
})

describe('F5: a state of few bits from Math.random', () => {
  test('the state is a random UUID, new for each launch', async () => {
    const states = await Promise.all(
      [1, 2].map(async () => (await authorizeAt(server)).authorization?.searchParams.get('state')),
    )
    for (const state of states)
      expect(state).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(states).size).toBe(2)
  })
})

describe('F6: the code is sent unescaped', () => {
  test('a code with + / & = arrives as it was, and leaves the address at once', async () => {
    const code = 'ab+c/d=&e f%20'
    const browser = await returnWithCode(await authorizeAt(server), code)
    await connect({ browser })
    const form = new URLSearchParams(seen('POST', '/token')[0]?.body)
    expect(form.get('code')).toBe(code)
    expect([...browser.readUrl().searchParams.keys()]).toEqual(['state'])
  })
})

describe('F7: writes neither refresh nor notice a 401', () => {
  test('a token that expires is renewed before the write', async () => {
    server.routes['GET /fhir/metadata'] = { body: CAPABILITIES }
    server.routes['POST /fhir/Claim'] = { status: 201, headers: { location: 'Claim/c1' } }
    server.routes['GET /fhir/Claim/c1'] = { body: { resourceType: 'Claim', id: 'c1' } }
    const { browser, connection } = await signIn(server)
    await connection.findWriteTarget()
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, access_token: 'access-2' } }
    browser.advance(899_000)
    expect(await connection.fileDraft(draft(), createMemoryLedger())).toMatchObject({ kind: 'filed' })
    expect(seen('POST', '/fhir/Claim').map((request) => request.headers.authorization)).toEqual(['Bearer access-2'])
  })

  test('a renewal that is refused ends the session, writes nothing and leaves the ledger alone', async () => {
    server.routes['GET /fhir/metadata'] = { body: CAPABILITIES }
    const { browser, connection } = await signIn(server)
    const ended = vi.fn()
    connection.onSessionEnded(ended)
    server.routes['POST /token'] = { status: 400, body: { error: 'invalid_grant' } }
    browser.advance(899_000)
    const ledger = createMemoryLedger()
    expect(await connection.fileDraft(draft(), ledger)).toEqual({ kind: 'session-ended' })
    expect([seen('POST', '/fhir/Claim'), await ledger.list()]).toEqual([[], []])
    expect(ended).toHaveBeenCalledOnce()
  })

  test('a 401 to the write itself ends the session', async () => {
    server.routes['GET /fhir/metadata'] = { body: CAPABILITIES }
    server.routes['POST /fhir/Claim'] = { status: 401 }
    const { connection } = await signIn(server)
    expect(await connection.fileDraft(draft(), createMemoryLedger())).toEqual({ kind: 'session-ended' })
  })
})

describe('F8: refreshing throws when the granted scope lacks certain words', () => {
  test('a refresh token is used whatever the scope says', async () => {
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, scope: 'patient/*.rs' } }
    const { browser, connection } = await signIn(server)
    server.routes['POST /token'] = { body: { access_token: 'access-2', expires_in: 900 } }
    browser.advance(899_000)
    expect(await connection.getAccessToken()).toBe('access-2')
  })

  test('without a refresh token the session lasts exactly as long as the token', async () => {
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, refresh_token: null } }
    const { browser, connection } = await signIn(server)
    browser.advance(890_000)
    expect(await connection.getAccessToken()).toBe('access-1')
    browser.advance(20_000)
    await expect(connection.getAccessToken()).rejects.toMatchObject({ code: 'session-ended' })
  })
})

describe('F9: the refresh sends no client id', () => {
  test('the client id is in the form, escaped, and several callers cause one refresh', async () => {
    const { browser, connection } = await signIn(server)
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, access_token: 'access-2', refresh_token: 'refresh-2' } }
    browser.advance(899_000)
    const tokens = await Promise.all([1, 2, 3].map(() => connection.getAccessToken()))
    expect(tokens).toEqual(['access-2', 'access-2', 'access-2'])
    const forms = seen('POST', '/token').map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
    expect(forms.slice(1)).toEqual([
      { grant_type: 'refresh_token', refresh_token: 'refresh-1', client_id: 'postil client' },
    ])
  })

  test('a new id_token and a rotated refresh token take the place of the old ones', async () => {
    const { browser, connection } = await signIn(server)
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, refresh_token: 'refresh-2', id_token: 'h.e30.new' } }
    browser.advance(899_000)
    await connection.getAccessToken()
    expect(connection.idToken).toBe('h.e30.new')
    browser.advance(899_000)
    await connection.getAccessToken()
    const sent = seen('POST', '/token').map(({ body }) => new URLSearchParams(body).get('refresh_token'))
    expect(sent).toEqual([null, 'refresh-1', 'refresh-2'])
  })

  test('a network failure does not throw the refresh token away', async () => {
    const { browser, connection } = await signIn(server)
    server.routes['POST /token'] = { status: 503 }
    browser.advance(899_000)
    await expect(connection.getAccessToken()).rejects.toMatchObject({ code: 'unreachable' })
    server.routes['POST /token'] = { body: { access_token: 'access-2', expires_in: 900 } }
    expect(await connection.getAccessToken()).toBe('access-2')
  })
})

describe('F10: the token goes to any absolute address', () => {
  test('an attachment and a next page on another host are never asked for', async () => {
    const canary = await startSmartServer()
    const url = `${canary.base}/Binary/1`
    server.routes['GET /fhir/DocumentReference'] = {
      body: aBundle([
        {
          resourceType: 'DocumentReference',
          id: 'n1',
          status: 'current',
          context: { encounter: [{ reference: 'Encounter/e1' }] },
          content: [{ attachment: { contentType: 'text/plain', url } }],
        },
      ]),
    }
    server.routes['GET /fhir/Condition'] = { body: aBundle([], `${canary.base}/Condition?page=2`) }
    const { connection } = await signIn(server)
    const reading = await connection.readEncounter()
    expect(reading.withheld).toEqual({ byPolicy: 0, unreadable: 1 })
    expect(reading.gaps).toContain('Problem list: only the first 0 were read')
    expect(canary.seen).toEqual([])
    await canary.stop()
  })
})

describe('F11: an empty 201 is followed to the app’s own origin', () => {
  test('a relative Location is understood, and only read under the FHIR base', async () => {
    server.routes['GET /fhir/metadata'] = { body: CAPABILITIES }
    server.routes['POST /fhir/Claim'] = { status: 201, headers: { location: 'Claim/c1' } }
    server.routes['GET /fhir/Claim/c1'] = { body: { resourceType: 'Claim', id: 'c1' } }
    const { browser, connection } = await signIn(server)
    expect(await connection.fileDraft(draft(), createMemoryLedger())).toEqual({
      kind: 'filed',
      target: 'Claim',
      ids: ['Claim/c1'],
    })
    expect(browser.requests.every(({ url }) => url.startsWith(server.base))).toBe(true)
    expect(seen('POST', '/fhir/Claim')[0]?.headers['prefer']).toBe('return=representation')
  })
})

describe('F12: JWTs are decoded as if they were base64', () => {
  const encode = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url')

  test('an id_token with - and _ and a name outside ASCII names the user', async () => {
    const name = 'Zoë Łukasiewicz ÿÿ?>'
    const idToken = `h.${encode({ fhirUser: `${server.base}/Practitioner/prac-7`, name })}.s`
    expect(idToken).toMatch(/[-_]/)
    server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, id_token: idToken } }
    server.routes['GET /fhir/metadata'] = { body: CAPABILITIES }
    server.routes['POST /fhir/Claim'] = { status: 201, headers: { location: 'Claim/c1' } }
    const { connection } = await signIn(server)
    expect(connection.idToken).toBe(idToken)
    await connection.fileDraft(draft(), createMemoryLedger())
    expect(JSON.parse(seen('POST', '/fhir/Claim')[0]?.body ?? '')).toMatchObject({
      enterer: { reference: 'Practitioner/prac-7' },
    })
  })

  test.each(['opaque', 'a.b.c', `h.${encode({ name: 'ÿÿ?>' })}.s`])(
    'an access token such as %j without a lifetime does not stop the launch',
    async (token) => {
      server.routes['POST /token'] = { body: { ...TOKEN_RESPONSE, access_token: token, expires_in: undefined } }
      const { connection } = await signIn(server)
      expect(await connection.getAccessToken()).toBe(token)
    },
  )
})

describe('F13: headers vanish on the second page', () => {
  test('every page is asked for with the same headers', async () => {
    server.routes['GET /fhir/Procedure'] = ({ path }) => ({
      body: aBundle([], path.includes('page=') ? undefined : `${server.base}/Procedure?page=2`),
    })
    const { connection } = await signIn(server)
    await connection.readEncounter()
    const [first, second] = seen('GET', '/fhir/Procedure').map(({ headers }) => [headers.accept, headers.authorization])
    expect(first).toEqual(['application/fhir+json', 'Bearer access-1'])
    expect(second).toEqual(first)
  })
})

describe('F14: an authorization endpoint with a query of its own', () => {
  test.each([
    ['ABSOLUTE/authorize?tenant=a', 'a'],
    ['/authorize?tenant=b', 'b'],
  ])('%s keeps its parameters and gets ours', async (endpoint, tenant) => {
    server.routes['GET /fhir/.well-known/smart-configuration'] = {
      body: {
        authorization_endpoint: endpoint.replace('ABSOLUTE', server.url),
        token_endpoint: '/token',
        code_challenge_methods_supported: ['S256'],
        capabilities: ['permission-v2'],
      },
    }
    const launch = await authorizeAt(server)
    expect(launch.authorization?.origin).toBe(server.url)
    expect(Object.fromEntries(launch.authorization?.searchParams ?? [])).toMatchObject({
      tenant,
      response_type: 'code',
      aud: server.base,
      launch: 'chart-1',
      client_id: 'postil client',
      redirect_uri: 'https://sidebar.example/index.html',
      code_challenge_method: 'S256',
    })
    expect(await connect({ browser: await returnWithCode(launch) })).toMatchObject({ kind: 'connected' })
  })
})

describe('F15: in a frame ready() waits for its parent for ever', () => {
  test('the launch completes inside the frame', async () => {
    const parent = { postMessage: vi.fn() }
    vi.stubGlobal('window', { history: {} })
    vi.stubGlobal('self', { name: 'frame' })
    vi.stubGlobal('top', {})
    vi.stubGlobal('parent', parent)
    expect(await signIn(server)).toMatchObject({ connection: { patientId: 'p1' } })
    expect(parent.postMessage).not.toHaveBeenCalled()
  })

  test('a token endpoint that never answers ends in a sentence, not in a blank page', async () => {
    server.routes['POST /token'] = 'never'
    const browser = await returnWithCode(await authorizeAt(server))
    const result = await connect({ browser: { ...browser, wait: async () => undefined } })
    expect(result).toMatchObject({ kind: 'failed', code: 'timeout' })
  })
})

describe('F16: two ready() calls exchange the code twice', () => {
  test('StrictMode’s second call gets the first one’s launch', async () => {
    const browser = await returnWithCode(await authorizeAt(server))
    const results = await Promise.all([connect({ browser }), connect({ browser })])
    expect(results.map(({ kind }) => kind)).toEqual(['connected', 'connected'])
    expect(seen('POST', '/token')).toHaveLength(1)
  })
})

describe('F17: blocked storage', () => {
  test('the launch page stops with a way on instead of losing the launch', async () => {
    const { outcome, browser } = await authorizeAt(server, { storage: 'blocked' })
    expect(outcome).toMatchObject({ kind: 'failed', code: 'storage-blocked' })
    expect(browser.visited).toEqual([])
  })

  test('the index page says the same when storage was blocked on the way', async () => {
    const launch = await authorizeAt(server)
    const state = launch.authorization?.searchParams.get('state') ?? ''
    const url = `https://sidebar.example/index.html?code=c&state=${state}`
    const result = await connect({ browser: openFakeBrowser({ url, storage: 'blocked' }) })
    expect(result).toMatchObject({ kind: 'failed', code: 'storage-blocked' })
    expect(seen('POST', '/token')).toEqual([])
  })
})

describe('F18: a window that opens by itself', () => {
  test('the launch page opens one only when the person clicks', async () => {
    const status = { textContent: '' }
    const button = { hidden: true, click: () => {}, addEventListener: (_: string, f: () => void) => (button.click = f) }
    const open = vi.fn()
    const href = `https://sidebar.example/launch.html?iss=${encodeURIComponent(server.base)}&launch=chart-1`
    vi.stubGlobal('document', {
      baseURI: href,
      querySelector: (selector: string) => ({ '#status': status, '#open-window': button })[selector] ?? null,
    })
    vi.stubGlobal('window', {
      location: { href },
      open,
      get sessionStorage(): never {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    })
    await import('#app/launch.ts')
    expect(status.textContent).toContain('Open Postil in its own window')
    expect([button.hidden, open.mock.calls]).toEqual([false, []])
    button.click()
    expect(open).toHaveBeenCalledExactlyOnceWith(href, '_blank', 'noopener')
  })
})

describe('F19: a 401 empties the client without a word', () => {
  test('says once that the session has ended, and keeps the context that was on the screen', async () => {
    const storage = new Map<string, string>()
    const { connection } = await signIn(server, { storage })
    const ended = vi.fn()
    connection.onSessionEnded(ended)
    server.routes['GET /fhir/Encounter/e1'] = { status: 401 }
    await expect(connection.readEncounter()).rejects.toMatchObject({ code: 'session-ended' })
    await expect(connection.readEncounter()).rejects.toMatchObject({ code: 'session-ended' })
    expect(ended).toHaveBeenCalledOnce()
    expect(connection).toMatchObject({ patientId: 'p1', encounterId: 'e1' })
    expect([...storage]).toEqual([])
  })

  test('tells a listener that comes too late', async () => {
    const { connection } = await signIn(server)
    server.routes['GET /fhir/Encounter/e1'] = { status: 401 }
    await expect(connection.readEncounter()).rejects.toMatchObject({ code: 'session-ended' })
    await new Promise<void>((told) => {
      connection.onSessionEnded(told)
    })
  })
})

describe('F20: the media types are not FHIR’s', () => {
  test('reads accept and writes send application/fhir+json', async () => {
    server.routes['GET /fhir/metadata'] = { body: CAPABILITIES }
    server.routes['POST /fhir/Claim'] = { status: 201, headers: { location: 'Claim/c1' } }
    const { connection } = await signIn(server)
    await connection.readEncounter()
    await connection.fileDraft(draft(), createMemoryLedger())
    const fhir = server.seen.filter(({ path }) => path.startsWith('/fhir/') && !path.includes('.well-known'))
    expect(new Set(fhir.map(({ headers }) => headers.accept))).toEqual(new Set(['application/fhir+json']))
    expect(seen('POST', '/fhir/Claim')[0]?.headers['content-type']).toBe('application/fhir+json')
  })
})

// The last one: modules are loaded anew in it, as a reload does, and what the others imported is then of another page.
describe('F2: one storage key for every frame of the tab', () => {
  test('two frames with one storage keep their own patient, also after a reload of both', async () => {
    answerTwoPatients()
    const storage = new Map<string, string>()
    const first = await signIn(server, { storage })
    const second = await returnWithCode(await authorizeAt(server, { storage, query: '&launch=chart-2' }), 'code-2')
    await connect({ browser: second })
    expect([...storage.keys()]).not.toContain('SMART_KEY')
    vi.resetModules()
    const { connect: connectAfterReload } = await import('#app/ehr/connect.ts')
    const reloaded = await Promise.all(
      [first.browser, second].map((browser) => connectAfterReload({ browser: reload(browser, storage) })),
    )
    expect(reloaded).toMatchObject([{ connection: { patientId: 'p1' } }, { connection: { patientId: 'p2' } }])
    expect(seen('POST', '/token')).toHaveLength(2)
  })
})
