// A real Chromium for the browser tests: an installed one when there is one, else the one inside
// @sparticuz/chromium. Its default flags are not used: they switch off the web security under test.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { z } from 'zod'

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const PACKAGE = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..')

const UNPACK = `
  import chromium, { inflate } from '@sparticuz/chromium'
  await Promise.all([chromium.executablePath(), inflate(process.argv[1])])
`

/**
 * The package unpacks to the folder for temporary files and takes whatever lies there for a whole browser. So it is
 * given a folder of its own, which is moved to its place when it is complete: a run that is cut off, or one that
 * unpacks at the same time, leaves no half browser to the next. @returns the folder
 */
async function unpackBrowser(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'))
  const { version } = z.object({ version: z.string() }).parse(manifest)
  const folder = join(tmpdir(), `postil-chromium-${version}`)
  if (existsSync(folder)) return folder
  const unpacked = await mkdtemp(join(tmpdir(), 'postil-unpack-'))
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', UNPACK, join(PACKAGE, 'bin', 'al2023.tar.br')],
    { cwd: PACKAGE, env: { ...process.env, TMPDIR: unpacked } },
  )
  try {
    await rename(unpacked, folder)
  } catch (cause) {
    // Somebody else was quicker.
    if (!existsSync(folder)) throw cause
    await rm(unpacked, { recursive: true })
  }
  return folder
}

/** The packaged browser is built for a minimal Linux; where its libraries are missing it can bring its own. */
async function launchPackaged(options: LaunchOptions): Promise<Browser> {
  const folder = await unpackBrowser()
  const executablePath = join(folder, 'chromium')
  try {
    return await chromium.launch({ ...options, executablePath })
  } catch {
    const env = { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
    return chromium.launch({ ...options, executablePath, env })
  }
}

export async function launchBrowser(): Promise<Browser> {
  const options = { headless: true, args: FLAGS }
  const installed = [process.env['POSTIL_CHROMIUM'] ?? '', ...INSTALLED].find((path) => path !== '' && existsSync(path))
  return installed ? chromium.launch({ ...options, executablePath: installed }) : launchPackaged(options)
}
