import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseIcd10Code } from '#coding/domain/icd10-code.ts'
import { getFiscalEdition } from '#proxy/code-sets/edition.ts'
import { loadCodeSets } from '#proxy/code-sets/load-code-sets.ts'
import { PINS, PUBLISHERS } from '#proxy/code-sets/publishers.ts'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { type UpdateOptions, updateCodeSet } from '#proxy/code-sets/update-code-sets.ts'
import { aCodesZip, aTableZip, ROWS, SENTINELS } from '../../fixtures/code-set-files.ts'

const CODES_ZIP = 'icd10cm-code-descriptions-2027.zip'
const TABLE_ZIP = 'icd10cm-table-and-index-2027.zip'
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** A publisher's file server on this machine: a listing, files, ranges, and whatever trouble a test asks for. */
type Trouble = {
  /** Ends the connection after so many bytes, this many times. */
  cutAfter?: number
  cuts?: number
  etag?: string
  acceptsRanges?: boolean
}

let files: Map<string, Uint8Array>
let trouble: Trouble
let requests: { path: string; range: string | undefined }[]
let address: string
let dir: string
const server = createServer(answer)

function answer(request: IncomingMessage, response: ServerResponse): void {
  const name = decodeURIComponent(request.url?.split('/').at(-1) ?? '')
  requests.push({ path: request.url ?? '', range: request.headers.range })
  const data = files.get(name)
  if (/^\/ICD10CM\/2027(?:-update)?\/$/.test(request.url ?? '')) sendListing(response)
  else if (data) sendFile(request, response, data)
  else response.writeHead(404).end()
}

function sendFile(request: IncomingMessage, response: ServerResponse, data: Uint8Array): void {
  const { range } = request.headers
  const etag = trouble.etag ?? '"one"'
  const isSame = request.headers['if-range'] === etag && trouble.acceptsRanges !== false
  const start = isSame && range ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0
  response.writeHead(start > 0 ? 206 : 200, { etag, 'content-length': data.length - start })
  const { cutAfter } = trouble
  if (cutAfter !== undefined && (trouble.cuts ?? 0) > 0) {
    trouble.cuts = (trouble.cuts ?? 0) - 1
    response.write(data.subarray(start, start + cutAfter))
    // A reader that is told of the break before it has read drops what was on its way: give it a moment.
    setTimeout(() => response.destroy(), 30)
  } else response.end(data.subarray(start))
}

function sendListing(response: ServerResponse): void {
  const links = [
    '../',
    ...files.keys(),
    'icd10cm-addenda-2027.zip',
    'http://elsewhere.example/icd10cm-code-descriptions-9.zip',
  ]
  response.end(
    `<html><pre>${links.map((name) => `<a href="${name.replaceAll(' ', '%20')}">${name}</a>`).join('\n')}</pre></html>`,
  )
}

beforeEach(async () => {
  files = new Map([
    [CODES_ZIP, aCodesZip(2027)],
    [TABLE_ZIP, aTableZip(2027)],
  ])
  trouble = {}
  requests = []
  dir = await mkdtemp(path.join(tmpdir(), 'postil-update-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(dir, { recursive: true })
})

const [icd10cm] = PUBLISHERS

function runUpdate(change: Partial<UpdateOptions> = {}) {
  if (!icd10cm) throw new Error('no publisher of ICD-10-CM')
  return updateCodeSet({
    store: createReleaseStore(dir),
    publisher: { ...icd10cm, listing: `${address}/ICD10CM/{folder}/` },
    edition: getFiscalEdition(2027),
    downloadDir: path.join(dir, 'downloads'),
    report: () => undefined,
    confirm: async () => true,
    sentinels: SENTINELS,
    pins: [],
    limits: { idleMs: 2000, attempts: 3 },
    ...change,
  })
}

const STORED = [{ release: 'icd10cm FY2027', result: 'stored', problems: [] }]

/** Nothing stored at all: what must hold after every refusal on an empty store. */
async function expectNothingStored(): Promise<void> {
  expect(await createReleaseStore(dir).list('icd10cm')).toEqual([])
}

describe('updating from the publisher', () => {
  test('reads the listing, fetches what is wanted, and makes the release of it', async () => {
    expect(await runUpdate()).toEqual(STORED)
    const { diagnoses } = await loadCodeSets(dir)
    const answered = diagnoses.lookUp(parseIcd10Code('Q01.11'), parseDateOnly('2026-11-20'))
    expect(answered).toMatchObject({ kind: 'valid_billable', edition: { release: 'FY2027' } })
    expect(requests.map((request) => request.path)).toEqual([
      `/ICD10CM/2027/`,
      `/ICD10CM/2027/${CODES_ZIP}`,
      `/ICD10CM/2027/${TABLE_ZIP}`,
    ])
  })

  // The names of the code zip from FY2022 to FY2027.
  test.each([
    'Code Descriptions zip.zip',
    'icd10-Order-CodeFiles2023.zip',
    'icd10cm-CodesDescriptions-2024.zip',
    'ICD10-CM Code Descriptions 2025.zip',
    'icd10cm-Code Descriptions-2026.zip',
    'icd10cm-code-descriptions-2027.zip',
  ])('knows the file under the name %s', async (name) => {
    files = new Map([[name, aCodesZip(2027)]])
    expect(await runUpdate()).toEqual(STORED)
  })

  test('goes on where an interrupted download stopped', async () => {
    trouble = { cutAfter: 500, cuts: 1 }
    expect(await runUpdate()).toEqual(STORED)
    const ranges = requests.filter((request) => request.path.endsWith(CODES_ZIP)).map((request) => request.range)
    expect(ranges).toEqual([undefined, 'bytes=500-'])
  })

  test('a run that failed is continued by the next run', async () => {
    trouble = { cutAfter: 300, cuts: 3 }
    await expect(runUpdate()).rejects.toMatchObject({ code: 'download-failed' })
    await expectNothingStored()
    expect(await readdir(path.join(dir, 'downloads/icd10cm/FY2027'))).toContain(`${CODES_ZIP}.part`)
    expect(await runUpdate()).toEqual(STORED)
    expect(requests.filter((request) => request.path.endsWith(CODES_ZIP)).at(-1)?.range).toBe('bytes=900-')
  })

  test('starts over when the file has changed meanwhile', async () => {
    trouble = { cutAfter: 300, cuts: 3 }
    await expect(runUpdate()).rejects.toMatchObject({ code: 'download-failed' })
    trouble = { etag: '"two"' }
    expect(await runUpdate()).toEqual(STORED)
  })

  test('an update of April without an order file takes that of October', async () => {
    await runUpdate()
    files = new Map([['icd10cm-table-and-index-April-2027.zip', aTableZip(2027)]])
    const outcomes = await runUpdate({ edition: getFiscalEdition(2027, 4) })
    expect(requests.at(-2)?.path).toBe('/ICD10CM/2027-update/')
    expect(outcomes.map(({ release, result }) => [release, result])).toEqual([
      ['icd10cm FY2027', 'stored'],
      ['icd10cm FY2027-04', 'stored'],
    ])
  })

  test('starts over where the server knows no ranges', async () => {
    trouble = { cutAfter: 500, cuts: 1, acceptsRanges: false }
    expect(await runUpdate()).toEqual(STORED)
  })
})

describe('what is refused', () => {
  test('a file with another checksum than the known one', async () => {
    const pins = [{ release: 'FY2027', role: 'archive' as const, sha256: sha256(aCodesZip(2027)) }]
    files.set(CODES_ZIP, aCodesZip(2027, [...ROWS, { code: 'Q99', isBillable: true, title: 'Slipped in' }]))
    await expect(runUpdate({ pins })).rejects.toMatchObject({ code: 'checksum-mismatch' })
    await expectNothingStored()
    files.set(CODES_ZIP, aCodesZip(2027))
    expect(await runUpdate({ pins })).toEqual(STORED)
  })

  test('a file with another checksum than the operator expects', async () => {
    await expect(runUpdate({ sha256: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'checksum-mismatch' })
    expect(await runUpdate({ sha256: sha256(files.get(CODES_ZIP) ?? new Uint8Array()) })).toEqual(STORED)
  })

  test('a file without a known checksum, unless the operator says yes', async () => {
    const refusal = runUpdate({ confirm: async () => false })
    await expect(refusal).rejects.toMatchObject({
      code: 'checksum-mismatch',
      message: expect.stringMatching(/--sha256 [0-9a-f]{64}/),
    })
    await expectNothingStored()
  })

  test('a zip whose end is missing', async () => {
    files.set(CODES_ZIP, aCodesZip(2027).subarray(0, 900))
    await expect(runUpdate()).rejects.toMatchObject({ code: 'unreadable' })
    await expectNothingStored()
  })

  test('a listing without the file', async () => {
    files = new Map([['Something-else-2027.zip', aCodesZip(2027)]])
    await expect(runUpdate()).rejects.toMatchObject({
      code: 'no-source',
      message: 'The publisher lists no code descriptions.',
    })
  })

  test('a listing that is not there, a publisher that cannot be reached', async () => {
    await expect(runUpdate({ edition: getFiscalEdition(2099) })).rejects.toMatchObject({
      code: 'download-failed',
      message: expect.stringContaining('404'),
    })
    const publisher = icd10cm && { ...icd10cm, listing: 'http://127.0.0.1:1/' }
    await expect(runUpdate(publisher ? { publisher } : {})).rejects.toMatchObject({ code: 'download-failed' })
  })

  test('a file that is larger than any code set', async () => {
    await expect(runUpdate({ limits: { fileBytes: 1000, idleMs: 2000 } })).rejects.toMatchObject({ code: 'too-large' })
    await expectNothingStored()
  })

  test('a bad edition of a release that is stored already: the good one stays', async () => {
    await runUpdate()
    files.set(CODES_ZIP, aCodesZip(2027, ROWS.slice(0, 15)))
    const outcomes = await runUpdate()
    expect(outcomes).toMatchObject([{ release: 'icd10cm FY2027', result: 'refused' }])
    const { diagnoses } = await loadCodeSets(dir)
    expect(diagnoses.lookUp(parseIcd10Code('Q03'), parseDateOnly('2026-11-20')).kind).toBe('valid_billable')
  })
})

test('the checksums of FY2026 and FY2027 are known', () => {
  expect(PINS.map((pin) => `${pin.release} ${pin.role} ${pin.sha256.slice(0, 8)}`)).toEqual([
    'FY2026 archive a852eb91',
    'FY2026 order 6dc95c9c',
    'FY2027 archive 93e3ad60',
    'FY2027 order 38981fb2',
  ])
})
