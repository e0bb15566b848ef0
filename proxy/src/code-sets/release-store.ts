/**
 * Compiled releases on disk, several side by side: `<data>/code-sets/<set>/<release>.json` is the manifest and names the
 * data file beside it. The manifest is renamed into place last, so a release is either the old one or the new one.
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod/mini'
import type { Columns } from '#coding/code-sets/columns.ts'
import { type DateOnly, isDateOnly } from '#coding/domain/date-only.ts'
import { decodeColumns, encodeColumns } from './column-file.ts'
import { CODE_SETS, type CodeSetName } from './edition.ts'
import { CodeSetError } from './errors.ts'

const dateSchema = z.custom<DateOnly>((value) => typeof value === 'string' && isDateOnly(value))
const fileSchema = z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })
const manifestSchema = z.object({
  set: z.enum(CODE_SETS),
  release: z.string().check(z.regex(/^[A-Za-z0-9.-]{1,20}$/)),
  effectiveFrom: dateSchema,
  effectiveTo: dateSchema,
  compiler: z.int(),
  counts: z.record(z.string(), z.number()),
  warnings: z.array(z.string()),
  sources: z.array(z.extend(fileSchema, { role: z.string() })),
  /** Who accepted the terms of the publisher, for tables that have any. */
  acceptance: z.optional(z.object({ by: z.string(), at: z.string(), terms: z.string() })),
  data: fileSchema,
})

export type ReleaseManifest = z.infer<typeof manifestSchema>
export type NewRelease = Omit<ReleaseManifest, 'data'> & { readonly columns: Columns }

export type ReleaseStore = {
  readonly list: (set: CodeSetName) => Promise<readonly ReleaseManifest[]>
  /** Replaces a release of the same name at once or not at all. */
  readonly write: (release: NewRelease) => Promise<ReleaseManifest>
  /** @throws CodeSetError `store-damaged` when the file is missing or not the one that was written. */
  readonly read: (manifest: ReleaseManifest) => Promise<Columns>
}

export function createReleaseStore(dataDir: string): ReleaseStore {
  const getFolder = (set: CodeSetName): string => path.join(dataDir, 'code-sets', set)

  const list = async (set: CodeSetName): Promise<readonly ReleaseManifest[]> => {
    const folder = getFolder(set)
    const names = (await readdir(folder).catch(() => [])).filter((name) => /^[^.].*\.json$/.test(name))
    const manifests = await Promise.all(names.map((name) => readManifest(path.join(folder, name))))
    return manifests.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))
  }

  return {
    list,
    write: async ({ columns, ...release }) => {
      const folder = getFolder(release.set)
      await mkdir(folder, { recursive: true })
      const data = encodeColumns(columns)
      const sha256 = hash(data)
      const name = `${release.release}.${sha256.slice(0, 12)}.columns`
      const manifest = { ...release, data: { name, bytes: data.length, sha256 } }
      await replaceFile(path.join(folder, name), data)
      await replaceFile(path.join(folder, `${release.release}.json`), `${JSON.stringify(manifest, undefined, 2)}\n`)
      await removeOlder(folder, release.release, name)
      return manifest
    },
    read: async (manifest) => {
      const file = path.join(getFolder(manifest.set), path.basename(manifest.data.name))
      const data = await readFile(file).catch((cause: unknown) => {
        throw new CodeSetError('store-damaged', `${manifest.data.name} is missing; import ${manifest.release} again.`, {
          cause,
        })
      })
      if (hash(data) !== manifest.data.sha256) {
        throw new CodeSetError('store-damaged', `${manifest.data.name} has changed; import ${manifest.release} again.`)
      }
      return decodeColumns(data)
    },
  }
}

const hash = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

async function readManifest(file: string): Promise<ReleaseManifest> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new CodeSetError('store-damaged', `${path.basename(file)} is not a manifest; import its release again.`, {
      cause,
    })
  }
}

/** Written beside its place, flushed, then renamed: a crash leaves the old file or the new one. */
async function replaceFile(file: string, content: Uint8Array | string): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`)
  const handle = await open(temporary, 'w')
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}

async function removeOlder(folder: string, release: string, keep: string): Promise<void> {
  const older = (await readdir(folder)).filter(
    (name) => name.startsWith(`${release}.`) && name.endsWith('.columns') && name !== keep,
  )
  await Promise.all(older.map((name) => rm(path.join(folder, name))))
}
