// A real Chromium for the browser tests: an installed one when there is one, else the one inside
// @sparticuz/chromium. Its default flags are not used: they switch off the web security under test.
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import packaged, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'

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

/** The packaged browser is built for a minimal Linux; where its libraries are missing it can bring its own. */
async function launchPackaged(options: LaunchOptions): Promise<Browser> {
  const executablePath = await packaged.executablePath()
  try {
    return await chromium.launch({ ...options, executablePath })
  } catch {
    const bin = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin')
    await inflate(join(bin, 'al2023.tar.br'))
    const env = { ...process.env, LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib') }
    return chromium.launch({ ...options, executablePath, env })
  }
}

export async function launchBrowser(): Promise<Browser> {
  const options = { headless: true, args: FLAGS }
  const installed = [process.env['POSTIL_CHROMIUM'] ?? '', ...INSTALLED].find((path) => path !== '' && existsSync(path))
  return installed ? chromium.launch({ ...options, executablePath: installed }) : launchPackaged(options)
}
