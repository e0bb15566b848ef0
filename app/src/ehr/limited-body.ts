/** Reads an answer's body, but never more of it than the sidebar can use. */
import { EhrError } from './errors.ts'

/** @throws EhrError `bad-response` as soon as the body is longer than `limit` bytes. */
export async function readLimitedBody(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = response.headers.get('content-length')
  // Chromium reports a `no-store` answer that is read as a stream as aborted, so that is left for those of unknown length.
  return announced !== null && Number(announced) <= limit
    ? new Uint8Array(await response.arrayBuffer())
    : readStream(response, limit)
}

async function readStream(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  // Safari has no async iteration of streams.
  const reader = response.body?.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length
    if (length > limit) {
      await reader?.cancel()
      throw new EhrError('bad-response', { message: 'The EHR sent a document that is too large to read.' })
    }
    chunks.push(part.value)
  }
  return concatenate(chunks, length)
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
