/** Access to one server on behalf of one person: signed in through SMART, or an open server where nobody signs in. */
import type { TenantConfiguration } from '#coding/contract/tenant.ts'
import type { GrantedScopes } from '#fhir-mappers/scopes.ts'
import type { TokenSource } from './fhir-transport.ts'
import type { MessagingHandle } from './messaging/web-messaging.ts'

export type EhrSession = TokenSource & {
  readonly tenant: TenantConfiguration
  /** Undefined where there is no authorization: the server itself decides. */
  readonly scopes: GrantedScopes | undefined
  /** `Practitioner/p1`, as the EHR names the person; for display and Provenance. */
  readonly fhirUser: string | undefined
  readonly idToken: string | undefined
  readonly showBanner: boolean
  readonly styleUrl: string | undefined
  /** Of the card that opened us, as the EHR handed it on. */
  readonly appContext: string | undefined
  /** Of the launch, unchecked: where its user's context can be followed (FHIRcast). */
  readonly hub: { readonly url: string | undefined; readonly topic: string | undefined } | undefined
  /** Given by EHRs whose page takes messages from the panel. */
  readonly messaging: MessagingHandle | undefined
  /** Calls back soon when the session is already over. */
  readonly onSessionEnded: (listener: () => void) => () => void
}

export function openAnonymousSession(tenant: TenantConfiguration): EhrSession {
  return {
    tenant,
    scopes: undefined,
    fhirUser: undefined,
    idToken: undefined,
    showBanner: true,
    styleUrl: undefined,
    appContext: undefined,
    hub: undefined,
    messaging: undefined,
    getAccessToken: async () => undefined,
    // An open server that asks for authorization after all ends nothing: each request reports it.
    endSession: () => undefined,
    onSessionEnded: () => () => undefined,
  }
}
