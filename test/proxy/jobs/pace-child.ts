// A process of its own that asks one server as fast as the pace lets it, and says when; it hears 429 after so many.
import { setTimeout as wait } from 'node:timers/promises'
import { parseTenantKey } from '#coding/domain/ids.ts'
import { createPace } from '#proxy/jobs/pace.ts'
import { openDatabase } from '#proxy/store/open-database.ts'

const [url = '', perSecond, pausedAfter, pauseMs] = process.argv.slice(2)
const { db } = await openDatabase({ kind: 'postgres', url })
const tenant = parseTenantKey('hospital')
const pace = createPace({
  db,
  tenant,
  server: 'https://ehr.example/fhir',
  perSecond: Number(perSecond),
  now: Date.now,
  wait,
})
let asked = 0
const ask = async (): Promise<never> => {
  for (;;) {
    await pace.next()
    asked += 1
    process.stdout.write(`${Date.now()}\n`)
    if (asked === Number(pausedAfter)) {
      await pace.pause(Number(pauseMs))
      process.stdout.write('paused\n')
    }
  }
}
// Nine at once, as the reads around a note are.
await Promise.all(Array.from({ length: 9 }, ask))
