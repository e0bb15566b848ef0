/** Where the coder's work on the encounter stands, and who has done what about it. The proxy's word, read again after each step. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Happening, WorkAnswer } from '#coding/contract/work.ts'
import type { WorkStanding, WorkStep } from '#coding/domain/work.ts'
import { getStandingWords } from './work-words.ts'

export type WorkState = {
  /** Undefined until the proxy has said. */
  readonly standing: WorkStanding | undefined
  readonly mayRelease: boolean
  /** What software laid out for this coder to look at. */
  readonly prepared?: WorkAnswer['prepared']
  /** Of a stay that is a draft a day: the days that are filed. */
  readonly days: NonNullable<WorkAnswer['days']>
  /** The oldest first. */
  readonly history: readonly Happening[]
  readonly isTaking: boolean
  /** Why the last step was not taken. */
  readonly problem: string | undefined
  /** What became of the draft with the last step, where that has to be known. */
  readonly notice: string | undefined
}

export type WorkStore = {
  readonly store: StoreApi<WorkState>
  readonly refresh: () => Promise<void>
  /** @returns whether the step was taken. */
  readonly take: (step: WorkStep) => Promise<boolean>
}

type Dependencies = {
  readonly read: () => Promise<WorkAnswer>
  readonly take: (step: WorkStep) => Promise<WorkAnswer>
  readonly announce: (text: string) => void
  readonly describeProblem: (error: unknown) => string
}

export function createWorkStore({ read, take, announce, describeProblem }: Dependencies): WorkStore {
  const store = createStore<WorkState>(() => ({
    standing: undefined,
    mayRelease: false,
    days: [],
    history: [],
    isTaking: false,
    problem: undefined,
    notice: undefined,
  }))
  let asked = 0

  /** The newest question counts: answers may come in another order. */
  async function hear(answer: Promise<WorkAnswer>): Promise<WorkAnswer> {
    asked += 1
    const mine = asked
    const heard = await answer
    if (mine === asked) store.setState({ ...heard, days: heard.days ?? [] })
    return heard
  }

  return {
    store,
    refresh: async () => {
      // What stands on the screen stays when the proxy cannot be asked; the next look asks again.
      await hear(read()).catch(() => undefined)
    },
    take: async (step) => {
      if (store.getState().isTaking) return false
      store.setState({ isTaking: true, problem: undefined, notice: undefined })
      try {
        const { standing } = await hear(take(step))
        announce(getStandingWords(standing))
        return true
      } catch (error) {
        store.setState({ problem: describeProblem(error) })
        return false
      } finally {
        store.setState({ isTaking: false })
      }
    },
  }
}
