/** Opaque references: the same id of the same tenant always gives the same one, and nobody without the key can go back. */
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { EncounterId, PatientId, TenantKey } from '#coding/domain/ids.ts'

export type References = {
  readonly ofPatient: (tenant: TenantKey, id: PatientId) => string
  readonly ofEncounter: (tenant: TenantKey, id: EncounterId) => string
  readonly ofActor: (tenant: TenantKey, user: string) => string
  /** Of text that must be recognised but not kept: the content of a card, the input of an analysis. */
  readonly ofContent: (tenant: TenantKey, text: string) => string
}

/** @param key base64 of 32 bytes. */
export function createReferences(key: string): References {
  const secret = createSecretKey(key, 'base64')
  const refer = (kind: string, tenant: TenantKey, value: string): string =>
    createHmac('sha256', secret).update(`${kind}\u001f${tenant}\u001f${value}`).digest('base64url')
  return {
    ofPatient: (tenant, id) => refer('patient', tenant, id),
    ofEncounter: (tenant, id) => refer('encounter', tenant, id),
    ofActor: (tenant, user) => refer('actor', tenant, user),
    ofContent: (tenant, text) => refer('content', tenant, text),
  }
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
