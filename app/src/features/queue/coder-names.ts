/** What colleagues are called: asked for once one of them has something, because reading who codes here is on the audit trail. */
import type { QueueCoder } from '#coding/contract/queue.ts'
import type { QueueItem } from '#coding/domain/queue-item.ts'

/** By the reference that a lock names them by. */
export type CoderNames = ReadonlyMap<string, string>

/** Who looks at an item, and when. */
export type Looking = { readonly me: string; readonly now: number; readonly names?: CoderNames | undefined }

type Asking = { readonly items: readonly QueueItem[]; readonly me: string }

/** @returns for each list the names where somebody new has something, otherwise undefined. Who is not named is not asked about again. */
export function createNaming(
  readCoders: () => Promise<readonly QueueCoder[]>,
): (asking: Asking) => Promise<CoderNames | undefined> {
  const asked = new Set<string>()
  return async ({ items, me }) => {
    const unknown = items
      .flatMap(({ lock, assignedTo }) => [lock?.by, assignedTo])
      .filter((one) => one !== undefined && one !== me && !asked.has(one))
    if (unknown.length === 0) return undefined
    for (const one of unknown) if (one !== undefined) asked.add(one)
    try {
      return new Map((await readCoders()).flatMap(({ id, name }) => (name === undefined ? [] : [[id, name] as const])))
    } catch {
      // Whoever audits is not told who codes; everybody else loses a name and no more.
      return undefined
    }
  }
}
