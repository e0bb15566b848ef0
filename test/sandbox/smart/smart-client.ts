/** A SMART app without a browser: follows redirects by hand, keeps cookies by path, and makes its own PKCE. */
import { createHash, randomBytes } from 'node:crypto'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/start-sandbox.ts'
import { tinyRecord } from '../tiny-record.ts'

export const SIDEBAR = 'http://sidebar.test:5173'
export const REDIRECT = `${SIDEBAR}/index.html`

export async function aSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return startSandbox({ port: 0, sidebarUrl: SIDEBAR, resources: tinyRecord(), ...options })
}

export const EHR_SCOPES = 'launch openid fhirUser online_access patient/Patient.r patient/Encounter.rs user/Claim.cru'
export const STANDALONE_SCOPES =
  'launch/patient launch/encounter openid fhirUser online_access patient/Patient.r patient/Encounter.rs'

export async function openLaunch(sandbox: Sandbox, overrides: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const body = { patientId: 'p1', encounterId: 'enc1', userId: 'prac1', base: 'fhir', ...overrides }
  const response = await fetch(`${sandbox.url}/chart/launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { launchUrl } = (await response.json()) as { launchUrl: string }
  return new URL(launchUrl).searchParams.get('launch') ?? ''
}

export type AuthorizationRequest = Readonly<Record<string, string>>

/** An authorization request with PKCE; give a parameter `''` to leave it out. */
export function authorizationRequest(
  sandbox: Sandbox,
  overrides: AuthorizationRequest = {},
): { url: string; verifier: string } {
  const verifier = randomBytes(32).toString('base64url')
  const parameters = {
    response_type: 'code',
    client_id: 'postil-sidebar',
    redirect_uri: REDIRECT,
    scope: EHR_SCOPES,
    state: 'a-state',
    aud: `${sandbox.url}/fhir`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...overrides,
  }
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''))
  return { url: `${sandbox.url}/auth/authorize?${query}`, verifier }
}

type Cookie = { readonly name: string; readonly value: string; readonly path: string }

/** One browser tab. */
export class Tab {
  #cookies: Cookie[] = []

  async visit(url: string, form?: AuthorizationRequest): Promise<Response> {
    const { pathname } = new URL(url)
    const cookie = this.#cookies
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    for (const header of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = header.split('; ')
      const [name = '', value = ''] = pair.split('=')
      const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/'
      this.#cookies = [
        ...this.#cookies.filter((known) => known.name !== name || known.path !== path),
        { name, value, path },
      ]
    }
    return response
  }

  /** Follows redirects until a page, or until the sidebar is reached, whose URL is the answer. */
  async follow(url: string, form?: AuthorizationRequest): Promise<{ readonly url: URL; readonly response: Response }> {
    let [at, body] = [url, form]
    for (;;) {
      const response = await this.visit(at, body)
      const location = response.headers.get('location')
      const next = location === null ? undefined : new URL(location, at)
      if (next === undefined || next.origin === SIDEBAR) {
        return { url: next ?? new URL(at), response }
      }
      ;[at, body] = [next.href, undefined]
    }
  }
}

export type TokenResponse = {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

export async function postToken(
  sandbox: Sandbox,
  form: AuthorizationRequest,
  origin = SIDEBAR,
): Promise<TokenResponse> {
  const response = await fetch(`${sandbox.url}/auth/token`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ client_id: 'postil-sidebar', ...form }),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

export function exchange(sandbox: Sandbox, code: string, verifier: string): Promise<TokenResponse> {
  return postToken(sandbox, { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier })
}

/** A whole EHR launch. */
export async function launch(
  sandbox: Sandbox,
  overrides: { chart?: object; request?: AuthorizationRequest } = {},
): Promise<TokenResponse> {
  const handle = await openLaunch(sandbox, { ...overrides.chart })
  const { url, verifier } = authorizationRequest(sandbox, { launch: handle, ...overrides.request })
  const { url: redirect } = await new Tab().follow(url)
  return exchange(sandbox, redirect.searchParams.get('code') ?? '', verifier)
}

export type FhirCall = { readonly token: unknown; readonly method?: string; readonly body?: string }

export async function fhir(sandbox: Sandbox, path: string, { token, ...init }: FhirCall): Promise<Response> {
  const headers = { authorization: `Bearer ${String(token)}`, 'content-type': 'application/fhir+json' }
  return fetch(`${sandbox.url}${path}`, { ...init, headers })
}
