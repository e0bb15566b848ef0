/**
 * Forms of a draft that an EHR turned out not to take, whatever it said of itself. They are passed over for a day, so
 * that the next person does not run into the same refusal; the first of them that is taken again ends it.
 */
import type { WriteTarget } from '#coding/contract/tenant.ts'
import { writeTarget } from '#coding/contract/tenant.ts'
import type { WriteReceipt } from '#coding/contract/write.ts'
import type { TenantKey } from '#coding/domain/ids.ts'
import type { Database } from './schema.ts'

const PASSED_OVER_MS = 24 * 60 * 60_000

/** 403 speaks of a person's rights, the others of the server. */
const OF_SERVER: ReadonlySet<number | undefined> = new Set([404, 405])
const OF_PERSON = 403
const EVERYBODY = ''

type Answered = {
  readonly tenant: TenantKey
  readonly actor: string
  readonly target: WriteTarget
  readonly receipt: Pick<WriteReceipt, 'state' | 'httpStatus'>
  readonly at: Date
}

/** @param answered of the first write of a draft: a refused change of a filed one says nothing of new ones. */
export async function noteAnswer(db: Database, { tenant, actor, target, receipt, at }: Answered): Promise<void> {
  if (target === 'queue') return
  const { state, httpStatus } = receipt
  if (state === 'written') {
    await db.deleteFrom('refused_target').where('tenant', '=', tenant).where('target', '=', target).execute()
    return
  }
  const isServers = OF_SERVER.has(httpStatus)
  if (state !== 'rejected' || !(isServers || httpStatus === OF_PERSON)) return
  await db
    .insertInto('refused_target')
    .values({ tenant, target, actor: isServers ? EVERYBODY : actor, at })
    .onConflict((conflict) => conflict.columns(['tenant', 'target', 'actor']).doUpdateSet({ at }))
    .execute()
}

/** @returns what this person's drafts pass over now. */
export async function listRefusedTargets(
  db: Database,
  { tenant, actor, at }: Pick<Answered, 'tenant' | 'actor' | 'at'>,
): Promise<readonly WriteTarget[]> {
  const rows = await db
    .selectFrom('refused_target')
    .select('target')
    .where('tenant', '=', tenant)
    .where('actor', 'in', [EVERYBODY, actor])
    .where('at', '>', new Date(at.getTime() - PASSED_OVER_MS))
    .orderBy('target')
    .execute()
  return [...new Set(rows.map(({ target }) => writeTarget.parse(target)))]
}
