/** Who codes at a site: whoever signed in as a coder, for as long as they keep doing so. An encounter is given to one of them. */
import * as z from 'zod/mini'
import type { QueueCoder } from '#coding/contract/queue.ts'
import type { Role } from '#coding/contract/session.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { ColumnCipher } from '../crypto/column-cipher.ts'
import type { Database } from './schema.ts'

/** Who has not signed in for so long has gone, as far as anybody here can tell. */
const KNOWN_MS = 90 * 24 * 60 * 60_000
/** More than any site has; a list that goes on beyond is searched no better. */
const MOST = 1000

/** How the EHR names a person. */
export type NamedPerson = { readonly user: string; readonly name?: string }
const namedPerson = z.object({ user: z.string(), name: z.exactOptional(z.string()) })

type CoderScope = { readonly tenant: TenantKey; readonly actor: string }

/** Where the cell stands; see `column-cipher.ts`. */
export function placeOfCoder({ tenant, actor }: CoderScope): readonly string[] {
  return [tenant, 'coder', 'person', actor]
}

/** At each sign-in: who codes is known from now on, and who does something else now is forgotten. */
export async function noteSignIn(
  db: Database,
  { tenant, actor, role, person, at }: CoderScope & { role: Role; person: NamedPerson; at: Date },
  cipher: ColumnCipher,
): Promise<void> {
  if (role !== 'coder') {
    await db.deleteFrom('coder').where('tenant', '=', tenant).where('actor', '=', actor).execute()
    return
  }
  const cell = cipher.encrypt(JSON.stringify(person), placeOfCoder({ tenant, actor }))
  await db
    .insertInto('coder')
    .values({ tenant, actor, person: cell, at })
    .onConflict((conflict) => conflict.columns(['tenant', 'actor']).doUpdateSet({ person: cell, at }))
    .execute()
  await db.deleteFrom('coder').where('tenant', '=', tenant).where('at', '<', longAgo(at)).execute()
}

/** By name, those without one by the EHR's reference. */
export async function listCoders(
  db: Database,
  { tenant, now }: { readonly tenant: TenantKey; readonly now: Date },
  cipher: ColumnCipher,
): Promise<readonly QueueCoder[]> {
  const rows = await db
    .selectFrom('coder')
    .select(['actor', 'person'])
    .where('tenant', '=', tenant)
    .where('at', '>=', longAgo(now))
    .limit(MOST)
    .execute()
  const coders = rows.map(({ actor, person }): QueueCoder => {
    const { user, name } = namedPerson.parse(JSON.parse(cipher.decrypt(person, placeOfCoder({ tenant, actor }))))
    return { id: actor, person: user, ...(name !== undefined && { name }) }
  })
  return coders.toSorted((a, b) => (a.name ?? a.person).localeCompare(b.name ?? b.person, 'en'))
}

export async function isKnownCoder(
  db: Database,
  { tenant, actor, now }: CoderScope & { readonly now: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom('coder')
    .select('actor')
    .where('tenant', '=', tenant)
    .where('actor', '=', actor)
    .where('at', '>=', longAgo(now))
    .executeTakeFirst()
  return row !== undefined
}

function longAgo(now: Date): Date {
  return new Date(now.getTime() - KNOWN_MS)
}
