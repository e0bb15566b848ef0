// Where the compiled ICD-10-CM release of FY2026 is: in POSTIL_DATA_DIR, or imported once from the files beside the repository.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { importCodeSets } from '#proxy/code-sets/import-code-sets.ts'
import { createReleaseStore } from '#proxy/code-sets/release-store.ts'
import { listSourceFiles } from '#proxy/code-sets/source-file.ts'
import { MissingPrerequisite } from './figure.ts'

const FILES = path.resolve(import.meta.dirname, '../../../shared/code-sets/icd10cm')
const RELEASE = 'FY2026'
let found: Promise<string> | undefined

/** @throws MissingPrerequisite */
export function findReleases(say: (line: string) => void): Promise<string> {
  found ??= findOrImport(say)
  return found
}

/** Without a release the embedded knowledge answers; the figures mean the same. */
export async function findDataDir(say: (line: string) => void): Promise<string> {
  try {
    return await findReleases(say)
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error
    return '.postil'
  }
}

async function findOrImport(say: (line: string) => void): Promise<string> {
  const configured = process.env['POSTIL_DATA_DIR'] ?? '.postil'
  const stored = await createReleaseStore(configured).list('icd10cm')
  if (stored.some(({ release }) => release.startsWith(RELEASE))) return configured
  if (!existsSync(FILES)) {
    throw new MissingPrerequisite(`no ICD-10-CM ${RELEASE} is stored; run \`npm run codes -- update\` first`)
  }
  say(`importing ICD-10-CM ${RELEASE}`)
  const dataDir = mkdtempSync(path.join(tmpdir(), 'postil-bench-codes-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  // One release, as a site has it; the older order files are left out.
  const files = (await listSourceFiles(FILES)).filter((file) => !/2017|2021/.test(file.path))
  await importCodeSets({ store: createReleaseStore(dataDir), files, report: () => undefined })
  return dataDir
}
