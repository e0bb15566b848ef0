/** The sandbox's SMART authorization server: oidc-provider, and the launch context that it does not know. */
import { generateKeyPair, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import Provider, { type Context } from 'oidc-provider'
import { isRecord } from '../is-record.ts'
import type { LaunchContext, LaunchRegister } from './launch-context.ts'
import { MemoryAdapter } from './memory-adapter.ts'
import { type AuthorizationOptions, buildProviderConfiguration } from './provider-configuration.ts'
import { splitScopes } from './scopes.ts'

/** A token that was presented and is good, with what it stands for. */
export type LiveToken = {
  readonly clientId: string
  readonly userId: string
  readonly base: string
  readonly scope: string
  readonly issuedAt: number
  readonly expiresAt: number
  readonly context: LaunchContext
}

export class AuthorizationServer {
  readonly provider: Provider
  readonly register: LaunchRegister
  readonly #options: AuthorizationOptions
  readonly #adapters = new Map<string, MemoryAdapter>()
  readonly #mount: string

  static async create(options: AuthorizationOptions): Promise<AuthorizationServer> {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
    const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }
    return new AuthorizationServer(options, [key])
  }

  private constructor(options: AuthorizationOptions, keys: readonly object[]) {
    this.#options = options
    this.register = options.register
    this.#mount = new URL(options.issuer).pathname
    const findGrant = async (id: string) => this.provider.Grant.find(id)
    const findAdapter = (model: string) => this.#findAdapter(model)
    this.provider = new Provider(options.issuer, buildProviderConfiguration({ options, keys, findAdapter, findGrant }))
    this.provider.use(async (context, next) => {
      await next()
      this.#addLaunchContext(context)
    })
  }

  async findToken(value: string): Promise<LiveToken | undefined> {
    const token = await this.provider.AccessToken.find(value)
    const grant = token?.isValid ? await this.provider.Grant.find(token.grantId) : undefined
    const context = token && this.register.findByGrant(token.grantId)
    if (!token || !grant || !context) {
      return undefined
    }
    return {
      clientId: token.clientId,
      userId: token.accountId,
      base: context.base,
      scope: [grant.getOIDCScope(), token.scope].filter(Boolean).join(' '),
      issuedAt: token.iat,
      expiresAt: token.exp,
      context,
    }
  }

  /** For a CDS service: reads about one patient, for a short while (CDS Hooks 2.0, "Passing the Access Token"). */
  async issueToken(
    context: LaunchContext & { readonly patientId: string },
    { scope, seconds }: { readonly scope: string; readonly seconds: number },
  ): Promise<string> {
    const owner = { accountId: context.userId, clientId: this.#options.client.id }
    const grant = new this.provider.Grant(owner)
    grant.addResourceScope(context.base, scope)
    const grantId = await grant.save()
    this.register.bind(grantId, context)
    return new this.provider.AccessToken({ ...owner, grantId, scope, expiresIn: seconds }).save()
  }

  /** What a service may do that signed in by itself; it has no launch. */
  async findBackendToken(value: string): Promise<{ readonly base: string; readonly scope: string } | undefined> {
    const token = await this.provider.ClientCredentials.find(value)
    if (!token?.isValid) return undefined
    const [base = ''] = [token.aud].flat()
    return { base, scope: token.scope ?? '' }
  }

  /** Ends every access token now; refresh tokens stay. */
  expireTokens(): void {
    this.#findAdapter('AccessToken').clear()
    this.#findAdapter('ClientCredentials').clear()
  }

  async handle(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/'
    // oidc-provider finds its mount by comparing these two.
    request.originalUrl = url
    request.url = url.slice(this.#mount.length) || '/'
    request.headers.cookie = withoutSession(request.headers.cookie)
    await this.provider.callback()(request, response)
  }

  /** https://hl7.org/fhir/uv/smart-web-messaging/STU1/#launch-context */
  #describeMessaging({ messagingHandle }: LaunchContext): object {
    if (messagingHandle === undefined) return {}
    return {
      smart_web_messaging_handle: messagingHandle,
      smart_web_messaging_origin: new URL(this.#options.issuer).origin,
    }
  }

  /** FHIRcast 3.0, 2.4.1: SMART launch. */
  #describeHub({ userId }: LaunchContext): object {
    return { 'hub.url': `${new URL(this.#options.issuer).origin}/hub`, 'hub.topic': this.register.findTopic(userId) }
  }

  #findAdapter(model: string): MemoryAdapter {
    const adapter = this.#adapters.get(model) ?? new MemoryAdapter()
    this.#adapters.set(model, adapter)
    return adapter
  }

  /** https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html#launch-context-arrives-with-your-access_token */
  #addLaunchContext(context: Context): void {
    const { Grant, AuthorizationCode, RefreshToken } = context.oidc?.entities ?? {}
    const launch = Grant && this.register.findByGrant(Grant.jti)
    if (context.oidc?.route !== 'token' || !launch || context.status !== 200 || !isRecord(context.body)) {
      return
    }
    const granted = splitScopes((RefreshToken ?? AuthorizationCode)?.scope)
    const asked = splitScopes(context.oidc.params['scope'])
    context.body = {
      ...context.body,
      // oidc-provider names only the scopes of the resource server; SMART wants all that was granted.
      scope: granted.filter((scope) => asked.length === 0 || asked.includes(scope)).join(' '),
      ...describeLaunch(launch),
      smart_style_url: this.#options.styleUrl,
      ...(granted.some((scope) => scope.startsWith('messaging/')) && this.#describeMessaging(launch)),
      ...(granted.some((scope) => scope.startsWith('fhircast/')) && this.#describeHub(launch)),
    }
  }
}

export function describeLaunch(launch: LaunchContext): object {
  const { patientId, encounterId, needsPatientBanner, fhirContext, appContext } = launch
  return {
    ...(patientId === undefined ? {} : { patient: patientId }),
    ...(encounterId === undefined ? {} : { encounter: encounterId }),
    need_patient_banner: needsPatientBanner,
    tenant: 'postil-sandbox',
    ...(fhirContext.length === 0 ? {} : { fhirContext }),
    ...(appContext === undefined ? {} : { appContext }),
  }
}

/** The user of a launch is the user of the chart; a browser's session would carry the last one into this one. */
function withoutSession(cookies: string | undefined): string | undefined {
  return cookies
    ?.split('; ')
    .filter((cookie) => !cookie.startsWith('_session'))
    .join('; ')
}
