/** In MB: the live heap after a collection, and what the system counts for the process. */
export type Memory = { readonly heap: number; readonly resident: number }

/** CPU time since the work began: of the thread that does the work, and of those that help it (collection, compiler). */
export type Used = { readonly main: number; readonly helpers: number }

/** What a worker's process tells the simulation. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly done: number; readonly memory: Memory }
  /** It stays until it hears `close`, with its connections, so that what they used can be read. */
  | { readonly kind: 'end'; readonly done: number; readonly used: Used }

/** What the simulation tells a worker. */
export type WorkerOrder = 'go' | 'close'
