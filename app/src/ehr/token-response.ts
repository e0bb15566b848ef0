/** What the authorization server answered, as far as we use it (SMART App Launch 2.2, "scopes and launch context"). */
import { asNumber, asObject, present } from '#fhir-mappers/loose.ts'
import { parseGuardedUrl } from './guarded-url.ts'
import { readText } from './read-text.ts'

/** With the names of the wire, in which fhirclient stores it. Absent and null are the same. */
export type TokenResponse = {
  readonly access_token: string
  readonly refresh_token?: string
  readonly id_token?: string
  /** Seconds. */
  readonly expires_in?: number
  readonly scope?: string
  readonly patient?: string
  readonly encounter?: string
  readonly need_patient_banner?: boolean
  readonly smart_style_url?: string
  readonly 'hub.url'?: string
  readonly 'hub.topic'?: string
  /** Of the CDS Hooks card whose link opened us (CDS Hooks 2.0, "Link"). */
  readonly appContext?: string
  readonly smart_web_messaging_handle?: string
  readonly smart_web_messaging_origin?: string
}

export function tryParseTokenResponse(value: unknown): TokenResponse | undefined {
  const wire = asObject<TokenResponse>(value)
  const accessToken = readText(wire.access_token)
  if (accessToken === undefined) return undefined
  return {
    access_token: accessToken,
    ...present({
      refresh_token: readText(wire.refresh_token),
      id_token: readText(wire.id_token),
      expires_in: asNumber(wire.expires_in),
      scope: readText(wire.scope),
      patient: readText(wire.patient),
      encounter: readText(wire.encounter),
      need_patient_banner: wire.need_patient_banner === false ? false : undefined,
      smart_style_url: readText(wire.smart_style_url),
      'hub.url': readText(wire['hub.url']),
      'hub.topic': readText(wire['hub.topic']),
      appContext: readText(wire.appContext),
      smart_web_messaging_handle: readText(wire.smart_web_messaging_handle),
      smart_web_messaging_origin: readText(wire.smart_web_messaging_origin),
    }),
  }
}

/** Absent means that the EHR shows no banner (same page, `need_patient_banner`). */
export function isBannerNeeded(response: TokenResponse): boolean {
  return response.need_patient_banner !== false
}

/** @returns the address of the EHR's colours, when it cannot be read or changed on the way. */
export function findStyleUrl(response: TokenResponse): string | undefined {
  return parseGuardedUrl(response.smart_style_url)?.href
}
