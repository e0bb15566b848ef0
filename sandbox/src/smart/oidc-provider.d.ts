/** oidc-provider 9.13.3 ships no types; this is the part that the sandbox uses. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  type Parameters = Readonly<Record<string, string | undefined>>

  export class Grant {
    constructor(properties: { accountId: string; clientId: string })
    readonly jti: string
    addOIDCScope(scope: string): void
    addResourceScope(resource: string, scope: string): void
    getOIDCScope(): string
    getResourceScope(resource: string): string
    save(): Promise<string>
  }

  export class AccessToken {
    constructor(properties: {
      accountId: string
      clientId: string
      grantId: string
      scope: string
      expiresIn: number
    })
    save(): Promise<string>
    readonly jti: string
    readonly isValid: boolean
    readonly accountId: string
    readonly clientId: string
    readonly grantId: string
    readonly aud: string | readonly string[]
    readonly scope?: string
    readonly exp: number
    readonly iat: number
    destroy(): Promise<void>
  }

  /** The token of a service: of no person and no launch. */
  export class ClientCredentials {
    readonly isValid: boolean
    readonly aud: string | readonly string[]
    readonly scope?: string
  }

  type GrantSource = { readonly grantId: string; readonly scope?: string; readonly scopes: ReadonlySet<string> }

  export type OidcContext = {
    readonly route: string
    readonly params: Parameters
    readonly result?: { readonly login?: unknown; readonly consent?: { readonly grantId?: string } }
    readonly entities: {
      readonly Grant?: Grant
      readonly AccessToken?: AccessToken
      readonly AuthorizationCode?: GrantSource
      readonly RefreshToken?: GrantSource
    }
  }

  export type Context = {
    readonly oidc: OidcContext
    readonly method: string
    readonly path: string
    status: number
    type: string
    body: unknown
  }

  export type Client = { readonly clientId: string; grantTypeAllowed(type: string): boolean }

  export type Interaction = {
    readonly uid: string
    readonly params: Parameters
  }

  export type InteractionResult =
    | {
        readonly login: { readonly accountId: string; readonly remember: boolean }
        readonly consent: { readonly grantId: string }
      }
    | { readonly error: string; readonly error_description: string }

  type Lookup<Model> = { find(id: string): Promise<Model | undefined> }

  export default class Provider {
    constructor(issuer: string, configuration: object)
    readonly Grant: typeof Grant & Lookup<Grant>
    readonly AccessToken: typeof AccessToken & Lookup<AccessToken>
    readonly ClientCredentials: Lookup<ClientCredentials>
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void
    on(event: 'access_token.saved', listener: (token: AccessToken) => void): void
    on(event: 'server_error', listener: (context: Context, error: Error) => void): void
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: InteractionResult): Promise<void>
  }

  type CheckFunction = (context: Context) => boolean

  export const interactionPolicy: {
    readonly Prompt: new (info: { name: string; requestable: boolean }, ...checks: readonly object[]) => object
    readonly Check: new (reason: string, description: string, check: CheckFunction) => object
  }

  type OAuthError = new (description?: string) => Error
  export const errors: { readonly InvalidRequest: OAuthError; readonly InvalidTarget: OAuthError }
}
