/**
 * One signed-in launch and its tokens. The context (patient, encounter, user) is read once and never changes;
 * only the access token does, and it is renewed in one place (F7, F8, F9, F19).
 */
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import { parseGrantedScopes } from '#fhir-mappers/scopes.ts'
import type { BrowserEnvironment } from './browser-environment.ts'
import type { EhrSession } from './ehr-session.ts'
import { EhrError } from './errors.ts'
import { findFhirUser } from './id-token.ts'
import { findMessagingHandle } from './messaging/web-messaging.ts'
import type { ClientState } from './stored-launch.ts'
import { findStyleUrl, isBannerNeeded, type TokenResponse, tryParseTokenResponse } from './token-response.ts'

export type SmartSession = EhrSession & {
  readonly patientId: string | undefined
  readonly encounterId: string | undefined
}

export type SmartSessionOptions = {
  readonly state: ClientState
  readonly tenant: TenantConfiguration
  readonly browser: Pick<BrowserEnvironment, 'fetch' | 'now'>
  /** Called with each new token, so that a reload finds it. */
  readonly save: (changes: Partial<ClientState>) => Promise<void>
  readonly forget: () => Promise<void>
}

/** Renewed this long before it expires, so that no request starts with a token that dies on the way. */
const RENEW_BEFORE_MS = 30_000
const REFRESH_TIMEOUT_MS = 15_000

/** @throws EhrError `launch-failed` when the server granted no token. */
export function openSmartSession(options: SmartSessionOptions): SmartSession {
  const { tenant, browser } = options
  const { state } = options
  let expiresAt = state.expiresAt ?? 0
  const first = tryParseTokenResponse(state.tokenResponse)
  if (!first) throw new EhrError('launch-failed')
  let current: TokenResponse = first
  let isEnded = false
  let renewal: Promise<string> | undefined
  const listeners = new Set<() => void>()

  function endSession(): void {
    if (isEnded) return
    isEnded = true
    void options.forget()
    for (const listener of listeners) listener()
  }

  function end(): never {
    endSession()
    throw new EhrError('session-ended')
  }

  async function renew(refreshToken: string): Promise<string> {
    const answer = await requestRefresh({ state, refreshToken, fetch: browser.fetch })
    if (answer === 'refused') return end()
    // A server that does not rotate sends no new refresh token; patient and scope may be left out too.
    current = { ...current, ...answer }
    expiresAt = browser.now() / 1000 + (answer.expires_in ?? 300)
    await options.save({ tokenResponse: current, expiresAt })
    return current.access_token
  }

  async function getAccessToken(refused?: string): Promise<string> {
    if (isEnded) throw new EhrError('session-ended')
    const left = refused === current.access_token ? 0 : expiresAt * 1000 - browser.now()
    if (left > RENEW_BEFORE_MS) return current.access_token
    if (!current.refresh_token) return left > 0 ? current.access_token : end()
    // One renewal at a time: a rotated refresh token that is sent twice ends the session on strict servers.
    renewal ??= renew(current.refresh_token).finally(() => {
      renewal = undefined
    })
    return renewal
  }

  return {
    tenant,
    patientId: first.patient,
    encounterId: first.encounter,
    fhirUser: findFhirUser(first.id_token),
    // A refresh may bring a new one, and the proxy takes only one that has not expired.
    get idToken() {
      return current.id_token
    },
    scopes: parseGrantedScopes(first.scope ?? ''),
    showBanner: isBannerNeeded(first),
    styleUrl: findStyleUrl(first),
    appContext: first.appContext,
    hub: { url: first['hub.url'], topic: first['hub.topic'] },
    messaging: findMessagingHandle(first.smart_web_messaging_handle, first.smart_web_messaging_origin),
    getAccessToken,
    endSession,
    onSessionEnded: (listener) => {
      if (isEnded) queueMicrotask(listener)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

type RefreshRequest = {
  readonly state: ClientState
  readonly refreshToken: string
  readonly fetch: BrowserEnvironment['fetch']
}

/**
 * RFC 6749, section 6, for a public client. Not fhirclient's `refresh`: that one insists on words in the granted
 * scope (F8), sends no client id by default (F9) and throws the refresh token away when the network fails.
 * @throws EhrError `unreachable`: the session may still be good.
 */
async function requestRefresh({ state, refreshToken, fetch }: RefreshRequest): Promise<TokenResponse | 'refused'> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: state.clientId,
  })
  let response: Response
  try {
    response = await fetch(state.tokenUri, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(REFRESH_TIMEOUT_MS),
    })
  } catch (error) {
    throw new EhrError('unreachable', { cause: error })
  }
  if (response.status >= 500 || response.status === 429) throw new EhrError('unreachable', { status: response.status })
  if (!response.ok) return 'refused'
  const body: unknown = await response.json().catch(() => undefined)
  return tryParseTokenResponse(body) ?? 'refused'
}
