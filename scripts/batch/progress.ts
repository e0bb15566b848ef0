// What a person sees of a batch while it runs, and at its end.
import { type JobErrorCode, MEANINGS } from '#proxy/jobs/errors.ts'
import type { WorkerEvent } from '#proxy/jobs/worker.ts'

export type Progress = { readonly take: (event: WorkerEvent) => void; readonly summarise: () => string }

const SAY_MS = 1000

type Options = { readonly now: () => number; readonly say: (line: string) => void }

/** @param total as far as it is known; other workers take from the same queue. */
export function createProgress(total: number, { now, say }: Options): Progress {
  const started = now()
  let saidAt = started
  let [done, fresh, again, off] = [0, 0, 0, 0]
  const failed = new Map<JobErrorCode, number>()
  const alone = new Map<string, number>()
  const countFailed = (): number => [...failed.values()].reduce((sum, count) => sum + count, 0)
  const readRate = (): number => done / Math.max(0.001, (now() - started) / 1000)
  return {
    take: (event) => {
      if (event.kind === 'worked') {
        done += event.done
        fresh += event.fresh
      } else if (event.kind === 'rules-alone') alone.set(event.because, (alone.get(event.because) ?? 0) + event.notes)
      else if (event.kind === 'off') off += event.notes
      else if (event.kind === 'paused') say(describePause(event))
      else if (event.again) again += 1
      else failed.set(event.code, (failed.get(event.code) ?? 0) + 1)
      if (now() - saidAt < SAY_MS) return
      saidAt = now()
      const left = Math.max(0, total - done - off - countFailed())
      const rate = readRate()
      const time = rate > 0 ? `, ${describeTime(left / rate)} left` : ''
      say(`${done} of ${Math.max(total, done)} done, ${countFailed()} failed, ${rate.toFixed(1)} a second${time}`)
    },
    summarise: () => {
      const seconds = (now() - started) / 1000
      const repeated = done - fresh
      return [
        `${done} notes in ${describeTime(seconds)} (${readRate().toFixed(1)} a second).`,
        ...(repeated > 0 ? [`${repeated} of them were on record already.`] : []),
        ...(again > 0 ? [`${again} attempts had to be repeated.`] : []),
        ...(off > 0 ? [`${off} left alone: ${MEANINGS['switched-off'].toDo}`] : []),
        ...[...alone].map(([because, count]) => `${count} by the rules alone: ${because}.`),
        ...[...failed].map(([code, count]) => `${count} failed: ${code}.`),
      ].join('\n')
    },
  }
}

export function describePause({ notes, until }: Extract<WorkerEvent, { kind: 'paused' }>): string {
  return `The EHR asked for a pause until ${new Date(until).toISOString()}; ${notes} notes wait for it.`
}

function describeTime(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
