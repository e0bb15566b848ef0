// One sandbox EHR, one proxy with the built sidebar and one browser for a test file, on free ports.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Stack, type StackOptions, startStack } from '../../../scripts/sandbox-stack.ts'
import { launchBrowser } from '../../support/browser.ts'
import { copyMigratedDatabase } from '../../support/migrated-database.ts'
import { IS_SHADOW_RUN, noteWitness, type ShadowWitness, watchBrowser } from './shadow-witness.ts'

/** A day in FY2027, so that the embedded knowledge answers for years to come. */
export const VISIT_DAY = '2026-11-02'

export type World = {
  readonly stack: Stack
  readonly browser: Browser
  /** Where the proxy keeps what it stores. */
  readonly dataDir: string
}

type WorldOptions = Partial<StackOptions> & {
  /** Before anything is started: what a site keeps in the folder of its data. */
  readonly prepare?: (dataDir: string) => Promise<void>
}

/** Starts before the first test of the file and stops after the last. */
export function useWorld(options: WorldOptions | (() => WorldOptions) = {}): () => World {
  let world: World | undefined
  let witness: ShadowWitness | undefined
  const dataDir = mkdtempSync(join(tmpdir(), 'postil-e2e-'))
  beforeAll(async () => {
    await copyMigratedDatabase(join(dataDir, 'db'))
    const { prepare, ...own } = typeof options === 'function' ? options() : options
    await prepare?.(dataDir)
    const [stack, browser] = await Promise.all([
      startStack({
        sandboxPort: 0,
        proxyPort: 0,
        today: VISIT_DAY,
        dataDir,
        logLevel: 'error',
        ...(IS_SHADOW_RUN && { modes: { mode: 'shadow', lines: [] } }),
        ...own,
      }),
      launchBrowser(),
    ])
    world = { stack, browser, dataDir }
    if (IS_SHADOW_RUN) witness = watchBrowser(browser, stack.sidebarUrl)
  })
  afterAll(async () => {
    if (witness) noteWitness(basename(expect.getState().testPath ?? ''), witness)
    await world?.browser.close()
    await world?.stack.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return () => {
    if (!world) throw new Error('The world starts in beforeAll; ask for it inside a test.')
    return world
  }
}

/** Each page is a browser of its own: no storage and no cookies are shared with another. */
export async function openPage(world: World, width = 1400, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await world.browser.newContext({
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  return newWatchedPage(context)
}

/** A page whose uncaught errors fail the test that finds them. */
export async function newWatchedPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(IS_SHADOW_RUN ? 2500 : 10_000)
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

export type ChartOptions = { readonly patient: string; readonly user?: string; readonly base?: 'fhir' | 'charges' }

/** Opens the chart as the EHR does it and answers with the sidebar's frame. */
export async function openChart(world: World, page: Page, options: ChartOptions): Promise<FrameLocator> {
  const { patient, user = 'prac-rivera', base = 'fhir' } = options
  await page.goto(`${world.stack.sandbox.url}/?patient=${patient}&user=${user}&base=${base}`)
  return getSidebar(page)
}

export function getSidebar(page: Page): FrameLocator {
  return page.frameLocator('iframe[title="Postil sidebar"]')
}
