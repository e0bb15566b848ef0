/** The last words of a process: what broke, in names and places, never in the message, which may quote a row of the chart. */
import { writeSync } from 'node:fs'
import { describeError } from './log.ts'

/** Node itself would print the whole error, its cause and the line of source that threw it. */
export function guardCrashes(): void {
  process.on('uncaughtException', (error) => {
    const time = new Date().toISOString()
    const line = JSON.stringify({ level: 60, time, ...describeError(error), msg: 'crashed' })
    try {
      writeSync(2, `${line}\n`)
    } finally {
      process.exit(70)
    }
  })
}
