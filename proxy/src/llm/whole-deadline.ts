import type { LanguageModel } from './language-model.ts'

/** One deadline over everything that is asked for one answer: retries and the second try do not each begin anew. */
export function createWholeDeadline(model: LanguageModel, deadlineMs: number): LanguageModel {
  return {
    get availability() {
      return model.availability
    },
    ...(model.identity && { identity: model.identity }),
    propose: async function* (request, signal) {
      const late = new AbortController()
      const timer = setTimeout(() => late.abort(), deadlineMs)
      try {
        for await (const event of model.propose(request, AbortSignal.any([signal, late.signal]))) {
          // Inside, it is somebody's leaving like any other.
          const isLate = event.kind === 'end' && event.outcome.code === 'aborted' && !signal.aborted
          yield isLate ? { ...event, outcome: { code: 'deadline' } } : event
        }
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
