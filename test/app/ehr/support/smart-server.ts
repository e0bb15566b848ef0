/** A SMART server on a local port whose every answer a test can change: the real fhirclient talks to it. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SeenRequest = {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Answer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** By method and path without query, such as `GET /fhir/Patient/p1`. `never` keeps the caller waiting. */
export type Routes = Record<string, Answer | 'never' | ((request: SeenRequest) => Answer)>

export type SmartServer = {
  readonly url: string
  readonly base: string
  readonly routes: Routes
  readonly seen: SeenRequest[]
  readonly stop: () => Promise<void>
}

export const TOKEN_RESPONSE = {
  access_token: 'access-1',
  token_type: 'Bearer',
  expires_in: 900,
  scope: 'launch openid fhirUser online_access patient/*.rs user/*.cruds',
  refresh_token: 'refresh-1',
  patient: 'p1',
  encounter: 'e1',
  need_patient_banner: false,
}

export async function startSmartServer(): Promise<SmartServer> {
  const routes: Routes = {}
  const seen: SeenRequest[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { method = '', url = '', headers } = request
      const body = Buffer.concat(chunks).toString()
      seen.push({ method, path: url, headers, body })
      const route = routes[`${method} ${url.split('?')[0]}`] ?? { status: 404 }
      if (route === 'never') return
      const answer = typeof route === 'function' ? route({ method, path: url, headers, body }) : route
      const isRaw = typeof answer.body === 'string' || answer.body instanceof Buffer
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
      response.end(answer.body === undefined ? undefined : isRaw ? answer.body : JSON.stringify(answer.body))
    })()
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  Object.assign(routes, buildDefaults(url))
  return {
    url,
    base: `${url}/fhir`,
    routes,
    seen,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function buildDefaults(url: string): Routes {
  return {
    'GET /fhir/.well-known/smart-configuration': {
      body: {
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        code_challenge_methods_supported: ['S256'],
        capabilities: ['launch-ehr', 'launch-standalone', 'permission-v2'],
      },
    },
    'POST /token': { body: TOKEN_RESPONSE },
    'GET /fhir/Patient/p1': { body: { resourceType: 'Patient', id: 'p1', gender: 'female', birthDate: '1960-01-01' } },
    'GET /fhir/Encounter/e1': {
      body: {
        resourceType: 'Encounter',
        id: 'e1',
        status: 'in-progress',
        class: { code: 'AMB' },
        subject: { reference: 'Patient/p1' },
        period: { start: '2026-11-02T09:00:00Z' },
      },
    },
    ...Object.fromEntries(
      ['Condition', 'Procedure', 'Observation', 'MedicationRequest', 'Coverage', 'DocumentReference'].map((type) => [
        `GET /fhir/${type}`,
        { body: { resourceType: 'Bundle', type: 'searchset' } },
      ]),
    ),
  }
}

export function aBundle(resources: readonly unknown[], next?: string) {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    link: next === undefined ? [] : [{ relation: 'next', url: next }],
    entry: resources.map((resource) => ({ resource })),
  }
}
