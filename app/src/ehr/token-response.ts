/** What the authorization server answered, as far as we use it (SMART App Launch 2.2, "scopes and launch context"). */
import * as z from 'zod/mini'

const optionalText = z.optional(z.nullable(z.string()))

const tokenResponse = z.object({
  access_token: z.string().check(z.minLength(1)),
  refresh_token: optionalText,
  id_token: optionalText,
  expires_in: z.optional(z.nullable(z.coerce.number())),
  scope: optionalText,
  patient: optionalText,
  encounter: optionalText,
  need_patient_banner: z.optional(z.nullable(z.boolean())),
  smart_style_url: optionalText,
})
export type TokenResponse = z.output<typeof tokenResponse>

export function tryParseTokenResponse(value: unknown): TokenResponse | undefined {
  return tokenResponse.safeParse(value).data
}

/** Absent means that the EHR shows no banner (same page, `need_patient_banner`). */
export function isBannerNeeded(response: TokenResponse): boolean {
  return response.need_patient_banner !== false
}

/** @returns the address of the EHR's colours, when it cannot be read or changed on the way. */
export function findStyleUrl(response: TokenResponse): string | undefined {
  const url = URL.parse(response.smart_style_url ?? '')
  const isLoopback = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost'
  return url && (url.protocol === 'https:' || isLoopback) ? url.href : undefined
}
