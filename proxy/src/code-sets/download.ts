/** Fetches one large file so that an interrupted download goes on where it stopped. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CodeSetError } from './errors.ts'

export type DownloadRequest = {
  readonly url: URL
  readonly file: string
  readonly maxBytes: number
  readonly attempts: number
  /** Without a byte for so long, an attempt is given up and taken up again. */
  readonly idleMs: number
  readonly report: (line: string) => void
}

/**
 * @returns the sha256 of the whole file.
 * @throws CodeSetError `download-failed` or `too-large`; what has arrived is kept for the next run.
 */
export async function downloadFile(request: DownloadRequest): Promise<string> {
  await mkdir(path.dirname(request.file), { recursive: true })
  for (let attempt = 1; ; attempt++) {
    try {
      await continueDownload(request)
      await rename(partOf(request), request.file)
      await rm(tagOf(request), { force: true })
      return await hashFile(request.file)
    } catch (error) {
      if (error instanceof CodeSetError && error.code === 'too-large') throw error
      if (attempt >= request.attempts || isFinal(error)) throw asFailure(request, error)
      request.report(`${path.basename(request.file)}: interrupted, going on (attempt ${attempt + 1})`)
    }
  }
}

const partOf = ({ file }: DownloadRequest): string => `${file}.part`
const tagOf = ({ file }: DownloadRequest): string => `${file}.part.etag`

/** The server has spoken: asking again would get the same answer. */
class Refused extends CodeSetError {
  constructor(message: string) {
    super('download-failed', message)
  }
}

const isFinal = (error: unknown): boolean => error instanceof Refused

function asFailure(request: DownloadRequest, cause: unknown): CodeSetError {
  if (cause instanceof CodeSetError) return cause
  return new CodeSetError(
    'download-failed',
    `${request.url.href} could not be fetched; run the command again to go on.`,
    { cause },
  )
}

async function continueDownload(request: DownloadRequest): Promise<void> {
  const part = partOf(request)
  const done = await stat(part).then(
    (found) => found.size,
    () => 0,
  )
  const tag = await readFile(tagOf(request), 'utf8').catch(() => undefined)
  const isResumable = done > 0 && tag !== undefined
  // If-Range: when the file has changed meanwhile, the server sends the new one from its beginning (RFC 9110, 13.1.5).
  const headers = isResumable ? { range: `bytes=${done}-`, 'if-range': tag } : undefined
  const watchdog = new AbortController()
  const response = await fetch(request.url, { signal: watchdog.signal, ...(headers ? { headers } : {}) })
  if (response.status === 416) await restart(request)
  if (!response.ok || !response.body) throw new Refused(`${request.url.href} answered ${response.status}.`)
  const start = response.status === 206 ? done : 0
  await keepTag(request, response)
  await receive(request, response, { start, watchdog })
}

/** The part is longer than the file has become, so it is of another one. */
async function restart(request: DownloadRequest): Promise<never> {
  await rm(partOf(request), { force: true })
  await rm(tagOf(request), { force: true })
  throw new CodeSetError('download-failed', `${request.url.href} has changed; starting over.`)
}

/** Only a strong tag promises the same bytes; without one a part cannot be continued. */
async function keepTag(request: DownloadRequest, response: Response): Promise<void> {
  const tag = response.headers.get('etag') ?? response.headers.get('last-modified')
  if (tag === null || tag.startsWith('W/')) await rm(tagOf(request), { force: true })
  else await writeFile(tagOf(request), tag)
}

async function receive(
  request: DownloadRequest,
  response: Response,
  { start, watchdog }: { readonly start: number; readonly watchdog: AbortController },
): Promise<void> {
  const length = Number(response.headers.get('content-length') ?? Number.NaN)
  const total = start + length
  if (total > request.maxBytes) throw tooLarge(request)
  let received = start
  let reportedTenths = -1
  const stop = (): void => watchdog.abort(new Error('no data'))
  let timer = setTimeout(stop, request.idleMs)
  // Chunk by chunk, so that what has arrived is on disk when the connection breaks: a destroyed stream drops its buffer.
  const body: AsyncIterable<Uint8Array> | null = response.body
  const part = await open(partOf(request), start > 0 ? 'a' : 'w')
  try {
    for await (const chunk of body ?? []) {
      clearTimeout(timer)
      timer = setTimeout(stop, request.idleMs)
      received += chunk.length
      if (received > request.maxBytes) throw tooLarge(request)
      const tenths = Math.floor((received / total) * 10)
      if (tenths > reportedTenths) request.report(describeProgress(request, received, total))
      reportedTenths = tenths
      await part.writeFile(chunk)
    }
  } finally {
    clearTimeout(timer)
    await part.close()
  }
  if (received < total) throw new CodeSetError('download-failed', `${request.url.href} ended early.`)
}

function tooLarge({ url, maxBytes }: DownloadRequest): CodeSetError {
  return new CodeSetError('too-large', `${url.href} is larger than ${maxBytes} bytes.`)
}

function describeProgress({ file }: DownloadRequest, received: number, total: number): string {
  return `${path.basename(file)}: ${(received / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`
}

/** sha256, in hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
