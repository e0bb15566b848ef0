/** Downloads a release from its publisher and imports it: listing, choice by pattern, checksum, import. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { downloadFile, hashFile } from './download.ts'
import { type EditionId, findEdition, getFiscalYear, isUpdate } from './edition.ts'
import { CodeSetError } from './errors.ts'
import { type ImportOptions, type ImportOutcome, importCodeSets } from './import-code-sets.ts'
import { PINS, type Publisher, type Wanted } from './publishers.ts'
import { listSourceFiles } from './source-file.ts'

export type UpdateOptions = Omit<ImportOptions, 'files' | 'defaultEdition'> & {
  readonly publisher: Publisher
  /** For code sets that come by fiscal year. */
  readonly edition?: EditionId
  /** Where downloads are kept, so that a second run need not repeat them. */
  readonly downloadDir: string
  /** What the operator expects of the main file, when no pin is known. */
  readonly sha256?: string
  /** Asked before a file with an unknown checksum is used. */
  readonly confirm: (question: string) => Promise<boolean>
  readonly limits?: Partial<DownloadLimits>
}

type DownloadLimits = {
  readonly listingBytes: number
  readonly fileBytes: number
  readonly attempts: number
  readonly idleMs: number
}

const DEFAULT_LIMITS: DownloadLimits = {
  listingBytes: 2 * 1024 * 1024,
  fileBytes: 100 * 1024 * 1024,
  attempts: 5,
  idleMs: 60_000,
}

type Link = { readonly url: URL; readonly name: string }
type Chosen = Link & { readonly wanted: Wanted }

/** @throws CodeSetError when the publisher cannot be read or a checksum is wrong; nothing is stored then. */
export async function updateCodeSet(options: UpdateOptions): Promise<readonly ImportOutcome[]> {
  const { publisher, report } = options
  const listing = new URL(publisher.listing.replace('{folder}', getFolder(options.edition)))
  const links = await readListing(listing, options)
  const chosen = chooseFiles(links, options)
  const folder = path.join(options.downloadDir, publisher.set, options.edition?.release ?? 'latest')
  for (const link of chosen) await fetchFile(link, path.join(folder, link.name), options)
  report('all files are here; importing')
  const paths = [...chosen.map((link) => path.join(folder, link.name)), ...(await listYearFolder(options))]
  // The folder of the edition belongs to the path: the files of an update often name the year alone.
  const root = path.resolve(options.downloadDir, publisher.set)
  const lists = await Promise.all(paths.map((file) => listSourceFiles(file, root)))
  return importCodeSets({
    ...options,
    files: lists.flat(),
    ...(options.edition ? { defaultEdition: options.edition } : {}),
  })
}

/** NCHS keeps the edition of October under the year and, by its latest habit, the update of April under "2026-update". */
function getFolder(edition: EditionId | undefined): string {
  if (!edition) return ''
  const year = getFiscalYear(edition)
  return isUpdate(edition) ? `${year}-update` : String(year)
}

/** An update may bring changed notes without an order file: the one of October, downloaded before, then goes with it. */
async function listYearFolder({ edition, downloadDir, publisher }: UpdateOptions): Promise<readonly string[]> {
  if (!edition || !isUpdate(edition)) return []
  const folder = path.join(downloadDir, publisher.set, `FY${getFiscalYear(edition)}`)
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => !/\.(?:part|etag)$/.test(name)).map((name) => path.join(folder, name))
}

/** The files that a page links to. Links to other hosts are not followed: the operator named this publisher. */
async function readListing(listing: URL, options: UpdateOptions): Promise<readonly Link[]> {
  const { listingBytes, idleMs } = { ...DEFAULT_LIMITS, ...options.limits }
  options.report(`reading ${listing.href}`)
  const response = await fetch(listing, { signal: AbortSignal.timeout(idleMs) }).catch((cause: unknown) => {
    throw new CodeSetError('download-failed', `${listing.href} cannot be reached.`, { cause })
  })
  if (!response.ok) throw new CodeSetError('download-failed', `${listing.href} answered ${response.status}.`)
  const html = await response.text()
  if (html.length > listingBytes)
    throw new CodeSetError('too-large', `${listing.href} is too long for a list of files.`)
  return (
    listLinks(html)
      .map((href) => URL.parse(href, response.url))
      .filter((url) => url !== null)
      .filter((url) => url.origin === listing.origin)
      .map((url) => ({ url, name: decodeURIComponent(url.pathname.split('/').at(-1) ?? '') }))
      // The name becomes a file name here, so nothing that could leave the folder.
      .filter(({ name }) => /^[\w][\w .()&-]{0,150}$/.test(name))
  )
}

// A listing is machine-made: anchors with a quoted address. The bound keeps a hostile page from costing more than its length.
const ANCHOR = /<a\s[^>]{0,500}?href\s*=\s*(?:"([^"]{0,2000})"|'([^']{0,2000})')/gi

function listLinks(html: string): readonly string[] {
  return Array.from(html.matchAll(ANCHOR), (match) => (match[1] ?? match[2] ?? '').replaceAll('&amp;', '&'))
}

/** @throws CodeSetError `no-source` when a file that is indispensable is not listed. */
function chooseFiles(links: readonly Link[], options: UpdateOptions): readonly Chosen[] {
  return options.publisher.wanted.flatMap((wanted) => {
    const matching = links.filter((link) => wanted.pattern.test(link.name))
    const [latest] = matching.toSorted((a, b) => compareEditions(options.publisher, a, b))
    if (latest) return [{ ...latest, wanted }]
    if (wanted.isRequired && !(options.edition && isUpdate(options.edition)))
      throw new CodeSetError('no-source', `The publisher lists no ${wanted.name}.`)
    options.report(`no ${wanted.name} is listed; going on without`)
    return []
  })
}

/** Later editions first. */
function compareEditions({ set }: Publisher, a: Link, b: Link): number {
  const [startA, startB] = [a, b].map((link) => findEdition(set, link.name)?.effectiveFrom ?? '')
  return (startA ?? '') < (startB ?? '') ? 1 : -1
}

/** A file of an earlier run is used again only when its checksum is the expected one. */
async function fetchFile(link: Chosen, file: string, options: UpdateOptions): Promise<void> {
  const { fileBytes, attempts, idleMs } = { ...DEFAULT_LIMITS, ...options.limits }
  const expected = link.wanted.isRequired ? findExpectedSum(options) : undefined
  const kept = await hashFile(file).catch(() => undefined)
  if (kept !== undefined && kept === expected) {
    options.report(`${link.name}: already here`)
    return
  }
  const request = { url: link.url, file, maxBytes: fileBytes, attempts, idleMs, report: options.report }
  const sha256 = await downloadFile(request)
  options.report(`${link.name}: sha256 ${sha256}`)
  if (link.wanted.isRequired) await checkSum(link.name, { sha256, expected }, options)
}

function findExpectedSum({ sha256, pins, edition }: UpdateOptions): string | undefined {
  const pin = (pins ?? PINS).find((known) => known.role === 'archive' && known.release === edition?.release)
  return sha256 ?? pin?.sha256
}

/** The main file must be the one that is known; of an unknown one the operator is told the checksum, and asked. */
async function checkSum(
  name: string,
  { sha256, expected }: { readonly sha256: string; readonly expected: string | undefined },
  { confirm }: UpdateOptions,
): Promise<void> {
  if (expected !== undefined && expected !== sha256) {
    throw new CodeSetError('checksum-mismatch', `${name} has sha256 ${sha256}, expected ${expected}.`)
  }
  if (expected === undefined && !(await confirm(`No checksum of ${name} is known. Use it?`))) {
    throw new CodeSetError('checksum-mismatch', `${name} was not used. Give its checksum with --sha256 ${sha256}.`)
  }
}
