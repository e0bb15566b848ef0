/** Reads an answer's body, but never more of it than the sidebar can use. */
import { EhrError } from './errors.ts'

/** @throws EhrError `bad-response` as soon as the body is longer than `limit` bytes. */
export async function readLimitedBody(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of readChunks(response.body)) {
    length += chunk.length
    if (length > limit) {
      throw new EhrError('bad-response', { message: 'The EHR sent a document that is too large to read.' })
    }
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

// Safari has no async iteration of streams.
async function* readChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
