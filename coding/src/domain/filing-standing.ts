/** What stands of all that was written for an encounter. A write that was not accepted changes nothing of it. */

/** One write of a history, the oldest first. Of early ones it was not kept which draft they were, or what for. */
export type PastWrite = {
  readonly key?: string
  readonly deed?: 'file' | 'sign-off' | 'withdraw' | 'retract' | 'query'
  readonly state: 'pending' | 'written' | 'rejected' | 'unknown'
}

/** @returns of each draft that is filed now, the write that filed it last. A question to the author is no draft. */
export function listFiled<Write extends PastWrite>(writes: readonly Write[]): readonly Write[] {
  const newest = new Map<string | undefined, Write>()
  for (const write of writes) {
    if (write.state === 'written' && write.deed !== 'query') newest.set(write.key, write)
  }
  return [...newest.values()].filter(({ deed }) => deed !== 'withdraw' && deed !== 'retract')
}

/** Whether nobody knows yet what became of a write. */
export function isOutcomeOpen(writes: readonly PastWrite[]): boolean {
  const newest = new Map(writes.map((write) => [write.key, write]))
  return [...newest.values()].some(({ state }) => state === 'pending' || state === 'unknown')
}
