// Every state of the panel: no sideways scrolling, no violation of WCAG 2.2 AA, a picture to look at.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build, type PreviewServer, preview } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { findViolations } from './support/accessibility.ts'
import { listHidden, measureOverflow } from './support/layout.ts'

const FOLDER = 'test-results/gallery'
/** What stands on the screen once the scene is as it should be. */
const SCENES: Readonly<Record<string, RegExp>> = {
  connecting: /\w/,
  'choose-encounter': /Telephone encounter/,
  'stopped-foreign-issuer': /not known here/,
  'stopped-storage-blocked': /blocks storage/,
  'stopped-session-ended': /session has ended/,
  'stopped-not-allowed': /did not allow/,
  'stopped-proxy-unreachable': /could not be reached/,
  reading: /Reading the chart/,
  checking: /Reading the note/,
  'no-note': /no note to read yet/,
  'nothing-to-ask': /Nothing to ask about this note/,
  'wrong-patient': /another patient’s encounter/,
  unreachable: /could not open this chart/,
  stale: /may be out of date/,
  'session-over': /session has ended/,
  partial: /2 notes not read: policy/,
  'other-chart': /Another chart is open in the EHR/,
  'chart-closed': /This chart was closed in the EHR/,
  'signed-out': /You have signed out of the EHR/,
  'proxy-away': /Postil cannot be reached/,
  'check-failed': /could not be finished/,
  question: /Which knee is affected\?/,
  many: /more question/,
  answered: /Your answer/,
  snoozed: /Wait|waits|Put off/i,
  dismissed: /dismissed/i,
  provisional: /Rules and model/,
  'rules-only': /Rules only: the model is not answering/,
  'long-words': /الخوارزمي/,
  'draft-note': /Type or paste your note/,
  accepted: /M17\.11/,
  filed: /Saved in the EHR/,
  'already-filed': /Already saved/,
  'changed-by-person': /changed/i,
  difference: /Changed in the EHR and here/,
  'difference-locked': /no longer a draft/,
  withdrawn: /draft in the EHR is cancelled/,
  export: /FHIR bundle/,
  queued: /takes no drafts/,
  rejected: /already closed/,
  unknown: /Nobody knows/,
  workbench: /Diagnoses/,
  heavy: /G0296/,
  visit: /Two of three reach/,
  fix: /Put right:/,
  fixed: /^Done$/,
  query: /Send to the author/,
  'hold-reasons': /Another coder should look/,
  held: /On hold: waiting for the provider/,
  released: /Released: coding is complete/,
  'queue-full': /Take the next one/,
  'queue-empty': /Nothing here/,
  'queue-locked': /with another coder/,
  'queue-held': /on hold/,
  'queue-failed': /Try again/,
  'only-watching': /only watches this visit/,
  'day-end': /What to look at/,
  'shadow-report': /41 visits compared/,
  feedback: /Masked words/,
  use: /Questions answered: parts of the whole/,
  'weekly-report': /Final codes against the second coder/,
}

describe('the gallery', () => {
  let browser: Browser
  let server: PreviewServer
  /** One for all scenes: they store nothing, and what one has fetched the next need not. */
  let context: BrowserContext
  let url = ''
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true })
    await build({ mode: 'gallery', logLevel: 'error', configFile: 'vite.config.ts' })
    server = await preview({
      mode: 'gallery',
      logLevel: 'error',
      configFile: 'vite.config.ts',
      preview: { port: 0, host: '127.0.0.1' },
    })
    url = server.resolvedUrls?.local[0] ?? ''
    browser = await launchBrowser()
    context = await browser.newContext({ viewport: { width: 320, height: 860 }, reducedMotion: 'reduce' })
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  async function open(scene: string): Promise<Page> {
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    // The first five start together.
    page.setDefaultNavigationTimeout(30_000)
    await page.goto(`${url}gallery/?scene=${scene}`)
    return page
  }

  test('holds every scene that is looked at here, and no other', async () => {
    // The list alone: each frame beside it would start the whole panel.
    await context.route(/\?scene=./, (route) => route.abort())
    const page = await open('')
    const links = await page.locator('.gallery a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(new Set(links.map((link) => link?.replace('?scene=', '')))).toEqual(new Set(Object.keys(SCENES)))
    await page.close()
    await context.unroute(/\?scene=./)
  })

  // Each scene has a page of its own, and a picture is mostly waited for.
  test.concurrent.for(Object.entries(SCENES))('%s', async ([scene, words], { expect }) => {
    const page = await open(scene)
    await page.getByText(words).first().waitFor({ state: 'attached' })
    for (const width of [320, 420, 720]) {
      await page.setViewportSize({ width, height: 860 })
      await page.screenshot({ path: join(FOLDER, `${scene}-${width}.png`), fullPage: true })
      expect(await measureOverflow(page), `${scene} at ${width} px`).toBe(0)
      expect(await listHidden(page), `${scene} at ${width} px`).toEqual([])
    }
    // The list is a page for a wide screen; everything else stands in a frame of the EHR.
    for (const width of scene.startsWith('queue-') ? [1440, 360] : [360]) {
      await page.setViewportSize({ width, height: 860 })
      expect(await findViolations(page)).toEqual([])
      if (width === 1440) await page.screenshot({ path: join(FOLDER, `${scene}-${width}.png`) })
    }
    for (const scheme of [{ colorScheme: 'dark' }, { colorScheme: 'light', forcedColors: 'active' }] as const) {
      await page.emulateMedia(scheme)
      expect(await findViolations(page, { only: 'colours' })).toEqual([])
    }
    await page.close()
  })
})
