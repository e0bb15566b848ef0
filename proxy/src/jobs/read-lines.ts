/** NDJSON as it arrives: a line at a time, never a whole file in memory. */
import { JobError } from './errors.ts'
import { MAX_BYTES } from './fhir-server.ts'

/**
 * @param onData that something came, for whoever waits for it.
 * @throws JobError `unavailable` for a connection that breaks: what came of its last line is not told;
 *   `bad-answer` for a line longer than any resource that is read otherwise.
 */
export async function* readLines(body: ReadableStream<Uint8Array>, onData: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of guard(body)) {
    onData()
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    if (rest.length > MAX_BYTES) throw new JobError('bad-answer')
    yield* parts
  }
  if (rest !== '') yield rest
}

async function* guard(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (cause) {
    throw new JobError('unavailable', { cause })
  }
}
