/** One step of a stream with a watch on it. No client has one for the body: a stalled stream would hang for ever. */

export type Step<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'end' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'aborted' }

/**
 * Only the time in which we wait counts: a slow reader of ours is not a silent server.
 * @throws whatever the stream throws.
 */
export async function nextInTime<Value>(
  iterator: AsyncIterator<Value>,
  { idleMs, signal }: { readonly idleMs: number; readonly signal: AbortSignal },
): Promise<Step<Value>> {
  if (signal.aborted) return { kind: 'aborted' }
  const { promise, resolve } = Promise.withResolvers<Step<Value>>()
  const timer = setTimeout(() => resolve({ kind: 'idle' }), idleMs)
  const onAbort = (): void => resolve({ kind: 'aborted' })
  signal.addEventListener('abort', onAbort, { once: true })
  const step = iterator
    .next()
    .then((result): Step<Value> => (result.done === true ? { kind: 'end' } : { kind: 'value', value: result.value }))
  // When the watch wins the race, nobody waits for this one any more.
  step.catch(() => undefined)
  try {
    return await Promise.race([step, promise])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
