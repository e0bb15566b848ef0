/** Reads something when its key changes, and again when asked; an answer that comes too late is dropped. */
import { useCallback, useEffect, useState } from 'react'
import { getMessage } from './errors.ts'

type Loaded<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'loaded'; readonly value: Value }

export type Loading<Value> = {
  readonly state: Loaded<Value>
  readonly reload: () => void
  /** Changes what was read, without reading again. */
  readonly change: (change: (value: Value) => Value) => void
}

/** @param load must not change while its inputs do not: wrap it in `useCallback` */
export function useLoaded<Value>(load: () => Promise<Value>): Loading<Value> {
  const [state, setState] = useState<Loaded<Value>>({ kind: 'loading' })
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for the same thing once more
  useEffect(() => {
    let isCurrent = true
    const show = (next: Loaded<Value>): void => {
      if (isCurrent) setState(next)
    }
    load().then(
      (value) => show({ kind: 'loaded', value }),
      (error: unknown) => show({ kind: 'failed', message: getMessage(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [load, attempt])
  const reload = useCallback(() => setAttempt((count) => count + 1), [])
  const change = useCallback((change: (value: Value) => Value) => {
    setState((current) => (current.kind === 'loaded' ? { kind: 'loaded', value: change(current.value) } : current))
  }, [])
  return { state, reload, change }
}
