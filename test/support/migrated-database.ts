// A database folder of the newest schema, made once and copied from then on: to begin one anew and to migrate it takes
// seconds of every test file that wants one.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPgliteDialect } from '#proxy/store/dialects.ts'
import { migrate } from '#proxy/store/migrate.ts'

/** Another of these is another folder. */
const MADE_OF = ['#proxy/store/migrations.ts', '#proxy/store/migrate.ts', '@electric-sql/pglite']

/** Fills a folder that is not there yet, or is empty. */
export async function copyMigratedDatabase(folder: string): Promise<void> {
  await cp(await findMigratedDatabase(), folder, { recursive: true })
}

async function findMigratedDatabase(): Promise<string> {
  const hash = createHash('sha256')
  for (const part of MADE_OF) hash.update(await readFile(fileURLToPath(import.meta.resolve(part))))
  const folder = join(tmpdir(), `postil-database-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(folder)) return folder
  const made = await mkdtemp(join(tmpdir(), 'postil-migrating-'))
  const db = await migrate(createPgliteDialect(made), 'test')
  await db.destroy()
  try {
    await rename(made, folder)
  } catch (cause) {
    // Somebody else was quicker.
    if (!existsSync(folder)) throw cause
    await rm(made, { recursive: true })
  }
  return folder
}
