/** Finds the publishers' files wherever they lie: in folders, zips, zips in zips, gzipped. */
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { CodeSetError } from './errors.ts'

export type SourceFile = {
  /** Where it was found, from the outside in: "icd10cm-Code Descriptions-2026.zip/icd10cm-order-2026.txt". */
  readonly path: string
  readonly read: () => Promise<Uint8Array>
}

// The largest official file is 21 MB (with PDFs), the largest member 15 MB.
const MAX_FILE_BYTES = 200 * 1024 * 1024
const MAX_MEMBERS = 2000
const MAX_ARCHIVE_DEPTH = 3

/**
 * @param location a file or a folder.
 * @param root what the paths in the result begin below; by default the folder that holds the location.
 * @throws CodeSetError `no-source`, `unreadable` or `too-large`.
 */
export async function listSourceFiles(
  location: string,
  root = path.dirname(path.resolve(location)),
): Promise<readonly SourceFile[]> {
  const found = await stat(location).catch((cause: unknown) => {
    throw new CodeSetError('no-source', `${location} does not exist.`, { cause })
  })
  const files = found.isDirectory() ? await listFolder(location) : [location]
  const lists = await Promise.all(files.map((file) => openFile(file, path.relative(root, path.resolve(file)))))
  return lists.flat()
}

async function listFolder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
}

async function openFile(file: string, name: string): Promise<readonly SourceFile[]> {
  const { size } = await stat(file)
  if (size > MAX_FILE_BYTES) throw new CodeSetError('too-large', `${name} is larger than any file of a code set.`)
  const read = (): Promise<Uint8Array> => readFile(file)
  return isArchive(name) ? openArchive({ path: name, read }, 1) : [{ path: name, read }]
}

const isArchive = (name: string): boolean => /\.zip$/i.test(name)

async function openArchive(archive: SourceFile, depth: number): Promise<readonly SourceFile[]> {
  if (depth > MAX_ARCHIVE_DEPTH) throw new CodeSetError('too-large', `${archive.path} holds zips in zips without end.`)
  const members = listMembers(await archive.read(), archive.path)
  const lists = await Promise.all(
    members.map(async (member): Promise<readonly SourceFile[]> => {
      const file = {
        path: `${archive.path}/${member}`,
        read: async () => readMember(await archive.read(), member, archive.path),
      }
      return isArchive(member) ? openArchive(file, depth + 1) : [file]
    }),
  )
  return lists.flat()
}

/** The names in the directory of the zip, with nothing unpacked yet. */
function listMembers(data: Uint8Array, name: string): readonly string[] {
  const members: string[] = []
  unzip(data, name, (member, size) => {
    if (size > MAX_FILE_BYTES) throw new CodeSetError('too-large', `${name}/${member} unpacks to ${size} bytes.`)
    if (members.push(member) > MAX_MEMBERS) throw new CodeSetError('too-large', `${name} holds too many files.`)
    return false
  })
  return members.filter((member) => !member.endsWith('/'))
}

function readMember(data: Uint8Array, member: string, name: string): Uint8Array {
  const content = unzip(data, name, (each) => each === member)[member]
  if (!content) throw new CodeSetError('unreadable', `${name} has lost ${member}.`)
  return content
}

function unzip(
  data: Uint8Array,
  name: string,
  accept: (member: string, size: number) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(data, { filter: (member) => accept(member.name, member.originalSize) })
  } catch (cause) {
    if (cause instanceof CodeSetError) throw cause
    throw new CodeSetError('unreadable', `${name} is not a whole zip file.`, { cause })
  }
}

/** The content, unpacked when it is gzipped. The checksum is that of the unpacked content, which is what publishers state. */
export async function readSource(file: SourceFile): Promise<{ readonly data: Uint8Array; readonly sha256: string }> {
  const raw = await file.read()
  const data = /\.gz$/i.test(file.path) ? gunzip(raw, file.path) : raw
  return { data, sha256: createHash('sha256').update(data).digest('hex') }
}

function gunzip(data: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(data, { maxOutputLength: MAX_FILE_BYTES })
  } catch (cause) {
    throw new CodeSetError('unreadable', `${name} is not a whole gzip file.`, { cause })
  }
}
