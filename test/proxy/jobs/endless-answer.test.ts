// A server that answers without an end must not fill the worker's memory before anybody looks at how much it was.
import { expect, test } from 'vitest'
import { createFhirServer } from '#proxy/jobs/fhir-server.ts'
import { UNPACED } from '#proxy/jobs/pace.ts'

const MEGABYTE = 1024 * 1024

test('an answer without an end is left at sixteen megabytes', async () => {
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1
      // More than any answer, so that a reader that waits for the end fails this test instead of the machine.
      if (sent > 64) controller.close()
      else controller.enqueue(new Uint8Array(MEGABYTE))
    },
  })
  const server = createFhirServer({
    base: 'https://ehr.example/fhir',
    pace: UNPACED,
    fetch: async () => new Response(endless),
    wait: async () => undefined,
  })
  await expect(server.read('Patient/1')).rejects.toMatchObject({ code: 'bad-answer' })
  expect(sent).toBeLessThan(20)
})
