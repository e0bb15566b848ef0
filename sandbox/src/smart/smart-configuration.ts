/** `.well-known/smart-configuration`: https://hl7.org/fhir/smart-app-launch/conformance.html */
import { launchScopes } from './scopes.ts'

export type AuthorizationUrls = {
  readonly issuer: string
  readonly authorize: string
  readonly token: string
  readonly introspect: string
  readonly jwks: string
}

export function authorizationUrls(issuer: string): AuthorizationUrls {
  return {
    issuer,
    authorize: `${issuer}/authorize`,
    token: `${issuer}/token`,
    introspect: `${issuer}/introspect`,
    jwks: `${issuer}/jwks`,
  }
}

export function buildSmartConfiguration(urls: AuthorizationUrls): object {
  return {
    issuer: urls.issuer,
    jwks_uri: urls.jwks,
    authorization_endpoint: urls.authorize,
    token_endpoint: urls.token,
    introspection_endpoint: urls.introspect,
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types_supported: ['code'],
    token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [
      ...launchScopes,
      'patient/Claim.rs',
      'patient/ChargeItem.rs',
      'patient/*.rs',
      'patient/*.cruds',
      'user/*.rs',
      'user/*.cruds',
      'patient/*.read',
      'user/*.write',
      'system/*.rs',
    ],
    capabilities: [
      'launch-ehr',
      'launch-standalone',
      'client-public',
      'client-confidential-asymmetric',
      'sso-openid-connect',
      'context-ehr-patient',
      'context-ehr-encounter',
      'context-standalone-patient',
      'context-standalone-encounter',
      'context-banner',
      'context-style',
      'permission-online',
      'permission-patient',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
  }
}

/** `smart_style_url`: the colours of the chart, so that the sidebar can look at home in it. */
export const chartStyle = {
  color_background: '#f7f8fa',
  color_error: '#b3261e',
  color_highlight: '#0b5cad',
  color_modal_backdrop: '#1b1f24',
  color_success: '#1b7f4b',
  color_text: '#1b1f24',
  dim_border_radius: '6px',
  dim_font_size: '14px',
  dim_spacing_size: '16px',
  font_family_body: 'system-ui, sans-serif',
  font_family_heading: 'system-ui, sans-serif',
}
