/** In MB: the live heap after a collection, and what the system counts for the process. */
export type Memory = { readonly heap: number; readonly resident: number }

/** What a worker's process tells the simulation. */
export type WorkerMessage = {
  readonly kind: 'ready' | 'done' | 'end'
  readonly done?: number
  readonly memory?: Memory
  /** Since the work began. */
  readonly cpuSeconds?: number
}
