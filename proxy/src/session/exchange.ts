/** `POST /v1/session`: the EHR's tokens, looked at once, become a ten-minute session of ours (proxy-llm reference 3.2). */
import { randomBytes } from 'node:crypto'
import type { Role, SessionRequest, SessionResponse } from '#coding/contract/session.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import { appendAudit } from '../audit/audit-log.ts'
import type { Limits } from '../config.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import { hashSecret, type References } from '../crypto/references.ts'
import { ProxyError } from '../errors.ts'
import { ACCESS } from '../http/access.ts'
import type { AwaitOthers } from '../http/await-others.ts'
import { type NamedPerson, noteSignIn } from '../store/coders.ts'
import { inTenant } from '../store/in-tenant.ts'
import { listRefusedTargets } from '../store/refused-targets.ts'
import type { Pool } from '../store/schema.ts'
import { hasToReadBlind } from '../store/second-codings.ts'
import { findLaunch, insertLaunch, insertSession, type Launch, markProofUsed } from '../store/sessions.ts'
import { type Claims, findRole, type SmartTenant, type TenantRow } from '../tenants.ts'
import type { VerifiedProof } from './dpop-proof.ts'
import type { IdTokenVerifier } from './id-token.ts'
import { checkAccess, checkPerson } from './live-check.ts'
import type { Outbound } from './outbound.ts'

export type ExchangeParts = {
  readonly db: Pool
  readonly references: References
  readonly cipher: ColumnCipher
  readonly verifyIdToken: IdTokenVerifier
  readonly outbound: Outbound
  readonly limits: Limits
  readonly now: () => number
}

export type Exchange = {
  readonly tenant: TenantRow
  readonly request: SessionRequest
  readonly proof: VerifiedProof
  readonly requestId: string
  /** See `live-check.ts`. */
  readonly isSignInShared?: boolean | undefined
  /** Whoever waits for an EHR keeps nobody else from being served. */
  readonly awaitOthers?: AwaitOthers | undefined
}

type Person = NamedPerson & { readonly role: Role; readonly credentialHash: string; readonly launch?: Launch }

/** @throws ProxyError; the refusal is on the audit trail when the tenant is known. */
export async function exchangeSession(parts: ExchangeParts, exchange: Exchange): Promise<SessionResponse> {
  const { tenant, request, proof } = exchange
  if (!(await markProofUsed(parts.db, proof.use))) {
    throw new ProxyError('unauthorized', 'This request was sent before.')
  }
  const identified = identify(parts, exchange)
  const person = await (exchange.awaitOthers?.('ehr', identified) ?? identified)
  const about = findAbout(parts.references, tenant.key, request)
  const { patientRef, encounterRef } = about
  const { launch } = person
  if (launch && !isWithin(launch, about)) {
    throw new ProxyError('forbidden', 'A launch is for one patient and one encounter.')
  }
  const now = parts.now()
  const token = randomBytes(32).toString('base64url')
  const session = {
    tenant: tenant.key,
    actor: parts.references.ofActor(tenant.key, person.user),
    role: person.role,
    patientRef,
    encounterRef,
    tokenHash: hashSecret(token),
    keyThumbprint: proof.keyThumbprint,
    createdAt: new Date(now),
    expiresAt: new Date(now + parts.limits.sessionMs),
  }
  const refused = await inTenant(parts.db, tenant.key, async (transaction) => {
    if (!launch) {
      const isFirst = await insertLaunch(transaction, {
        ...session,
        credentialHash: person.credentialHash,
        startedAt: session.createdAt,
        renewableUntil: new Date(now + parts.limits.launchMs),
      })
      if (!isFirst) throw usedElsewhere()
    }
    await insertSession(transaction, session)
    // Nobody on an open server is anybody to give work to.
    if (tenant.kind === 'smart') {
      const { user, name } = person
      const named = { user, ...(name !== undefined && { name }) }
      await noteSignIn(transaction, { ...session, person: named, at: session.createdAt }, parts.cipher)
    }
    await appendAudit(transaction, tenant.key, [
      {
        at: session.createdAt.toISOString(),
        requestId: exchange.requestId,
        action: 'session.create',
        outcome: launch ? 'renewed' : 'created',
        actor: session.actor,
        role: session.role,
        patient: patientRef,
        encounter: encounterRef,
      },
    ])
    // After the entry, whose lock whoever takes a visit to read blind waits for as well.
    if (session.role === 'coder' && (await hasToReadBlind(transaction, session, session.actor))) {
      throw new ProxyError(
        'forbidden',
        'You are coding this visit a second time, blind. Finish that or give it back, then open it here.',
      )
    }
    return MAY_WRITE.has(session.role) ? listRefusedTargets(transaction, { ...session, at: session.createdAt }) : []
  })
  const { actor, role, expiresAt } = session
  const refusedTargets = refused.length > 0 ? { refusedTargets: [...refused] } : {}
  return { session: token, expiresAt: expiresAt.toISOString(), tenant: tenant.key, role, actor, ...refusedTargets }
}

const MAY_WRITE: ReadonlySet<Role> = new Set(ACCESS['POST /v1/writes'])

type About = Pick<Launch, 'patientRef' | 'encounterRef'>

/** Of a person's own session, which is about no patient. */
const NOBODY: About = { patientRef: '', encounterRef: '' }

export function findAbout(references: References, tenant: TenantKey, request: SessionRequest): About {
  if (request.kind === 'smart-person') return NOBODY
  const { patientId, encounterId } = request
  return {
    patientRef: references.ofPatient(tenant, patientId),
    encounterRef: references.ofEncounter(tenant, encounterId),
  }
}

/**
 * A launch with a patient is for that one encounter. One of a person who works through a list opens many, each in a
 * session of its own, and each only after the EHR has shown the encounter to this person's token (`live-check.ts`).
 */
function isWithin(launch: Launch, about: About): boolean {
  if (launch.patientRef === NOBODY.patientRef) return true
  return launch.patientRef === about.patientRef && launch.encounterRef === about.encounterRef
}

async function identify(parts: ExchangeParts, { tenant, request, proof, isSignInShared }: Exchange): Promise<Person> {
  if (tenant.kind === 'open-server' && request.kind === 'open-server') {
    // Nobody signs in to an open server: the key of the browser is all that tells one visitor from another.
    const credentialHash = hashSecret(`open.${randomBytes(32).toString('base64url')}`)
    return { role: tenant.role, user: `open/${proof.keyThumbprint}`, credentialHash }
  }
  if (tenant.kind === 'smart' && request.kind !== 'open-server') {
    return identifySmart(parts, { tenant, request, proof, isSignInShared })
  }
  throw new ProxyError('forbidden', 'This server is opened in another way.')
}

async function identifySmart(
  parts: ExchangeParts,
  exchange: {
    readonly tenant: SmartTenant
    readonly request: Exclude<SessionRequest, { readonly kind: 'open-server' }>
    readonly proof: VerifiedProof
    readonly isSignInShared: boolean | undefined
  },
): Promise<Person> {
  const { tenant, request, proof, isSignInShared } = exchange
  const now = parts.now()
  // Without the signature: its base64 can be spelled in more than one way, what it signs cannot.
  const signedPart = request.idToken.split('.').slice(0, 2).join('.')
  const credentialHash = hashSecret(`${tenant.key}.${signedPart}`)
  const launch = await findLaunch(parts.db, credentialHash)
  // An id_token is good once, and belongs to the key that brought it. That key may show it again to renew, because
  // few EHRs give a new id_token with a refresh, and the access token is proved alive every time.
  if (launch && (launch.keyThumbprint !== proof.keyThumbprint || launch.renewableUntil.getTime() < now)) {
    throw usedElsewhere()
  }
  const { idToken, accessToken } = request
  const identity = await parts.verifyIdToken({
    tenant,
    idToken,
    accessToken,
    now,
    purpose: launch ? 'renewal' : 'launch',
  })
  const role = findRole(tenant, identity.fhirUser, identity.claims)
  if (!role) throw new ProxyError('forbidden', 'Postil is not open to this user.')
  if (request.kind === 'smart-person') {
    // Whoever charts has a patient; a list of many is not for them.
    if (role === 'provider') throw new ProxyError('forbidden', 'Your role does not include this.')
    await checkPerson({ tenant, accessToken, identity, isSignInShared }, parts.outbound)
  } else {
    const { patientId, encounterId } = request
    const access = { tenant, accessToken, identity, isSignInShared, patientId, encounterId }
    await checkAccess(access, parts.outbound)
  }
  const user = identity.fhirUser || identity.subject
  const name = findName(identity.claims)
  return { role, user, ...(name !== undefined && { name }), credentialHash, ...(launch && { launch }) }
}

/** OpenID Connect Core, 5.1: "full name in displayable form", which an EHR need not give. */
function findName(claims: Claims): string | undefined {
  const name = claims['name']
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 100) : undefined
}

function usedElsewhere(): ProxyError {
  return new ProxyError('unauthorized', 'This sign-in was used before. Open Postil from the chart again.')
}
