/** What a worker's process tells the simulation. */
export type WorkerMessage = {
  readonly kind: 'ready' | 'done' | 'end'
  readonly done?: number
  /** Live heap, after a collection. */
  readonly megabytes?: number
  /** Since the work began. */
  readonly cpuSeconds?: number
}
