/** Proves that the access token is alive and that its holder may see this patient's encounter. The token is then dropped. */
import * as z from 'zod/mini'
import type { EncounterId, PatientId } from '#coding/domain/ids.ts'
import { ConfigError, ProxyError } from '../errors.ts'
import { readNamedFile } from '../named-file.ts'
import type { SmartTenant, TenantRow } from '../tenants.ts'
import type { Identity } from './id-token.ts'
import type { Outbound, OutboundResponse } from './outbound.ts'

type Token = {
  readonly tenant: SmartTenant
  readonly accessToken: string
  /** Whom the id_token names; the access token must not be somebody else's. */
  readonly identity: Pick<Identity, 'subject' | 'fhirUser'>
  /** Another tenant has the same authorization server and client: only a read of this one's own base tells them apart. */
  readonly isSignInShared?: boolean | undefined
}

export type LiveCheck = Token & {
  readonly patientId: PatientId
  readonly encounterId: EncounterId
}

// SMART App Launch 2.2, token introspection: `active`, `client_id` and the launch context are SHALL, as granted. Where an
// id_token came with the access token, `iss` and `sub` of it are SHALL and `fhirUser` is SHOULD; RFC 7662, 2.2, alone makes
// each of them optional.
const introspection = z.object({
  active: z.boolean(),
  client_id: z.exactOptional(z.string()),
  iss: z.nullish(z.string()),
  sub: z.nullish(z.string()),
  fhirUser: z.nullish(z.string()),
  patient: z.exactOptional(z.string()),
  encounter: z.exactOptional(z.string()),
})

/** What the authorization server says that the token was granted for. */
type LaunchContext = { readonly patient?: string; readonly encounter?: string }

const encounter = z.object({
  resourceType: z.literal('Encounter'),
  id: z.string(),
  subject: z.object({ reference: z.string() }),
})

/** @throws ProxyError `unauthorized` for a dead token, `forbidden` for another patient, `unavailable` when the EHR is. */
export async function checkAccess(check: LiveCheck, outbound: Outbound): Promise<void> {
  const settings = check.tenant.introspection
  const context: LaunchContext = settings ? await introspect(check, settings, outbound) : {}
  if (context.patient !== undefined && context.patient !== check.patientId) throw otherPatient()
  if (context.encounter !== undefined && context.encounter !== check.encounterId) throw otherPatient()
  // A launch without an encounter in its context says nothing about whose encounter this is; the EHR does.
  const isSaid = context.patient !== undefined && context.encounter !== undefined
  if (!isSaid || check.isSignInShared) await readEncounter(check, outbound)
}

/**
 * For a session without a patient: the token is alive, and the EHR shows its holder to themselves.
 * @throws ProxyError `unauthorized` for a dead token, `forbidden` for another person's, `unavailable` when the EHR is.
 */
export async function checkPerson(token: Token, outbound: Outbound): Promise<void> {
  const { tenant, accessToken, identity } = token
  const settings = tenant.introspection
  if (settings) {
    await introspect(token, settings, outbound)
    if (!token.isSignInShared) return
  }
  const reference = PERSON.exec(identity.fhirUser)?.[0]
  if (reference === undefined) throw otherPerson()
  const response = await outbound({
    url: `${tenant.issuer.replace(/\/$/, '')}/${reference}`,
    headers: { accept: 'application/fhir+json', authorization: `Bearer ${accessToken}` },
  })
  if (response.status === 401) throw deadToken()
  if (response.status === 403 || response.status === 404 || response.status === 410) throw otherPerson()
  const answer = person.safeParse(parseOk(response))
  if (!answer.success) throw new ProxyError('unavailable', 'The EHR did not answer the sign-in check.')
  if (`${answer.data.resourceType}/${answer.data.id}` !== reference) throw otherPerson()
}

const PERSON = /(?:Practitioner|PractitionerRole)\/(?!\.+$)[A-Za-z0-9\-._]+$/
const person = z.object({ resourceType: z.string(), id: z.string() })

function otherPerson(): ProxyError {
  return new ProxyError('forbidden', 'The EHR did not confirm who you are. Open Postil from the EHR again.')
}

function unsaidPerson(): ProxyError {
  const message =
    'The EHR does not say whose sign-in this is. An administrator must look at `introspection` of this EHR.'
  return new ProxyError('forbidden', message)
}

async function introspect(
  { tenant, accessToken, identity }: Token,
  settings: NonNullable<SmartTenant['introspection']>,
  outbound: Outbound,
): Promise<LaunchContext> {
  const secret = settings.secretFile === undefined ? undefined : readSecret(settings.secretFile, tenant.key)
  const response = await outbound({
    url: settings.url,
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...(secret !== undefined && { authorization: `Basic ${encodeBasic(settings.clientId, secret)}` }),
    },
    body: new URLSearchParams({ token: accessToken, ...(secret === undefined && { client_id: settings.clientId }) }),
  })
  const answer = introspection.safeParse(parseOk(response))
  if (!answer.success) throw new ProxyError('unavailable', 'The EHR did not answer the sign-in check.')
  const { active, client_id, ...owner } = answer.data
  if (!active || client_id !== tenant.clientId) throw deadToken()
  if (!saysPerson(owner, identity)) throw unsaidPerson()
  if (!isSamePerson(owner, { ...identity, issuer: tenant.idToken.issuer })) throw otherPerson()
  return answer.data
}

type Owner = Pick<z.output<typeof introspection>, 'iss' | 'sub' | 'fhirUser'>

/**
 * A token of which no person is said came without an id_token, so it is not of the launch whose id_token was brought: it
 * may be anybody's. A server that obeys RFC 7662 alone cannot prove more, and is asked for the encounter instead (no
 * `introspection` in its tenant's row).
 */
function saysPerson({ sub, fhirUser }: Owner, identity: Token['identity']): boolean {
  return Boolean(sub) || (Boolean(fhirUser) && identity.fhirUser !== '')
}

/** Beyond that, what the server does not say cannot differ. */
function isSamePerson(
  { iss, sub, fhirUser }: Owner,
  identity: Token['identity'] & { readonly issuer: string },
): boolean {
  if (iss && iss !== identity.issuer) return false
  if (sub && sub !== identity.subject) return false
  return !fhirUser || identity.fhirUser === '' || findReference(fhirUser) === findReference(identity.fhirUser)
}

/** A server may name itself in front of the reference in one place and not in the other. */
function findReference(fhirUser: string): string {
  return fhirUser.split('/').slice(-2).join('/')
}

async function readEncounter(check: LiveCheck, outbound: Outbound): Promise<void> {
  // A resource id may consist of dots (FHIR R4, id), and `Encounter/..` would be another address.
  if (/^\.+$/.test(check.encounterId)) throw otherPatient()
  const issuer = check.tenant.issuer.replace(/\/$/, '')
  const response = await outbound({
    url: `${issuer}/Encounter/${check.encounterId}`,
    headers: { accept: 'application/fhir+json', authorization: `Bearer ${check.accessToken}` },
  })
  if (response.status === 401) throw deadToken()
  if (response.status === 403 || response.status === 404 || response.status === 410) throw otherPatient()
  const answer = encounter.safeParse(parseOk(response))
  if (!answer.success) throw new ProxyError('unavailable', 'The EHR did not answer the sign-in check.')
  const { id, subject } = answer.data
  const ours = [`Patient/${check.patientId}`, `${issuer}/Patient/${check.patientId}`]
  if (id !== check.encounterId || !ours.includes(subject.reference.replace(/\/_history\/[^/]*$/, ''))) {
    throw otherPatient()
  }
}

function parseOk({ status, text }: OutboundResponse): unknown {
  if (status !== 200) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** At the start, so that nobody finds out at a sign-in. @throws ConfigError that names the tenant. */
export function checkSecretFiles(tenants: readonly TenantRow[]): void {
  for (const { key, ...tenant } of tenants) {
    const file = tenant.kind === 'smart' ? tenant.introspection?.secretFile : undefined
    if (file !== undefined) readSecret(file, key)
  }
}

function readSecret(file: string, tenant: string): string {
  const name = `names for ${tenant} an introspection secretFile`
  const secret = readNamedFile(file, 'POSTIL_TENANTS_FILE', `${name} that`).trim()
  if (secret !== '') return secret
  throw new ConfigError('POSTIL_TENANTS_FILE', `${name} without a secret; put there the one that the EHR gave.`)
}

/** RFC 6749, 2.3.1: both halves are form-encoded first. */
function encodeBasic(clientId: string, secret: string): string {
  return Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')
}

function deadToken(): ProxyError {
  return new ProxyError('unauthorized', 'The EHR session has ended. Open Postil from the chart again.')
}

function otherPatient(): ProxyError {
  return new ProxyError('forbidden', 'This encounter does not belong to the patient of the launch.')
}
