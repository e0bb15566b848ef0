/** Says on the terminal how far a long run is, at most every two seconds; a short run says nothing. */
export type Progress = { readonly advance: () => void }

type ProgressSetup = {
  readonly total: number
  readonly now: () => number
  readonly write: (line: string) => void
}

const EVERY = 2000

export function createProgress({ total, now, write }: ProgressSetup): Progress {
  let done = 0
  let last = now()
  return {
    advance: () => {
      done += 1
      const time = now()
      if (time - last < EVERY || done === total) return
      last = time
      write(`${done} of ${total} notes, ${Math.floor((100 * done) / total)} %\n`)
    },
  }
}
