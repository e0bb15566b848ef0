/** Opaque references: the same id of the same tenant always gives the same one, and nobody without the key can go back. */
import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { EncounterId, Fingerprint, PatientId, TenantKey } from '#coding/domain/ids.ts'

declare const brand: unique symbol
/** What the trail calls a finding. A bare fingerprint is a short digest of words that can be guessed; this is not. */
export type FindingReference = string & { readonly [brand]: 'FindingReference' }
/** What the trail calls a write. Its key is a plain digest of ids of the EHR, which can be tried. */
export type WriteReference = string & { readonly [brand]: 'WriteReference' }

export type References = {
  readonly ofPatient: (tenant: TenantKey, id: PatientId) => string
  readonly ofEncounter: (tenant: TenantKey, id: EncounterId) => string
  readonly ofActor: (tenant: TenantKey, user: string) => string
  /** Of text that must be recognised but not kept: the content of a card, the input of an analysis. */
  readonly ofContent: (tenant: TenantKey, text: string) => string
  /** Of a finding: `{key id}.{HMAC-SHA-256}`, under a key of its own for each tenant. */
  readonly ofFinding: (tenant: TenantKey, fingerprint: Fingerprint) => FindingReference
  readonly ofWrite: (tenant: TenantKey, key: string) => WriteReference
  /** Of what a row of the trail says: rows of before there were references hold the fingerprint or the key itself. */
  readonly ofFindingAsWritten: (tenant: TenantKey, text: string) => string
  readonly ofWriteAsWritten: (tenant: TenantKey, text: string) => string
}

/** As `buildFingerprint` makes them. A reference has a dot. */
const BARE_FINGERPRINT = /^[0-9a-f]{16}$/
/** `writeKey` of the contract. */
const BARE_WRITE_KEY = /^[0-9a-f]{32}$/

/** @param key base64 of 32 bytes. */
export function createReferences(key: string): References {
  const secret = createSecretKey(key, 'base64')
  const refer = (kind: string, tenant: TenantKey, value: string): string =>
    createHmac('sha256', secret).update(`${kind}\u001f${tenant}\u001f${value}`).digest('base64url')
  const findingKeys = new Map<TenantKey, FindingKey>()
  const getFindingKey = (tenant: TenantKey): FindingKey => {
    const known = findingKeys.get(tenant) ?? deriveFindingKey(secret, tenant)
    findingKeys.set(tenant, known)
    return known
  }
  const name = (tenant: TenantKey, text: string): string => {
    const { id, key: findingKey } = getFindingKey(tenant)
    return `${id}.${createHmac('sha256', findingKey).update(text).digest('base64url')}`
  }
  const ofFinding = (tenant: TenantKey, fingerprint: string): FindingReference =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a reference
    name(tenant, fingerprint) as FindingReference
  const ofWrite = (tenant: TenantKey, writeKey: string): WriteReference =>
    // A fingerprint has no space, so no name of a write is one of a finding.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a reference
    name(tenant, `write ${writeKey}`) as WriteReference
  return {
    ofPatient: (tenant, id) => refer('patient', tenant, id),
    ofEncounter: (tenant, id) => refer('encounter', tenant, id),
    ofActor: (tenant, user) => refer('actor', tenant, user),
    ofContent: (tenant, text) => refer('content', tenant, text),
    ofFinding,
    ofWrite,
    ofFindingAsWritten: (tenant, text) => (BARE_FINGERPRINT.test(text) ? ofFinding(tenant, text) : text),
    ofWriteAsWritten: (tenant, text) => (BARE_WRITE_KEY.test(text) ? ofWrite(tenant, text) : text),
  }
}

type FindingKey = { readonly id: string; readonly key: KeyObject }

/** HKDF (RFC 5869): whoever gets to know the key of one tenant knows that of no other. The id tells keys apart, and nothing of them. */
function deriveFindingKey(secret: KeyObject, tenant: TenantKey): FindingKey {
  const derive = (use: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `postil ${use}\u001f${tenant}`, length))
  return { id: derive('finding key id', 4).toString('hex'), key: createSecretKey(derive('finding key', 32)) }
}

/** An EHR writes a person into the id_token with or without its own address. @param person as the EHR names them. */
export function spellPerson(issuer: string, person: string): readonly string[] {
  const address = `${issuer.replace(/\/$/, '')}/`
  const short = person.trim().startsWith(address) ? person.trim().slice(address.length) : person.trim()
  return [short, address + short]
}

/** For secrets that are looked up by what they hash to; they are random, so a plain digest is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

export function isSameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
