// What the clinician waits for, in a real browser on the sandbox: a saved note's card, and the first card on a slow machine.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser, Frame, Page } from 'playwright-core'
import { launchBrowser } from '../../test/support/browser.ts'
import { type Stack, startStack } from '../sandbox-stack.ts'
import { atMost, type Figure, MissingPrerequisite, type Part } from './figure.ts'
import { watchPage } from './page-marks.ts'
import { DATE_OF_SERVICE } from './records.ts'
import { percentile } from './statistics.ts'

const SAVES = 20
const LAUNCHES = 5
const SLOW_DOWN = 4
/** The knee note says one side and then the other: each save takes one code's card away and brings another's. */
const SIDES = [
  { words: 'osteoarthritis of the right knee', code: 'M17.11' },
  { words: 'osteoarthritis of the left knee', code: 'M17.12' },
]

export const browser: Part = {
  name: 'browser',
  varies: true,
  run: async (say) => {
    if (!existsSync('dist/app/index.html'))
      throw new MissingPrerequisite('the pages are not built; run `npm run build`')
    const dataDir = mkdtempSync(path.join(tmpdir(), 'postil-bench-'))
    const [stack, chromium] = await Promise.all([
      startStack({ sandboxPort: 0, proxyPort: 0, today: DATE_OF_SERVICE, dataDir, logLevel: 'error' }),
      launchBrowser(),
    ])
    try {
      return [...(await measureSaves(stack, chromium, say)), ...(await measureFirstCard(stack, chromium, say))]
    } finally {
      await chromium.close()
      await stack.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}

async function measureSaves(stack: Stack, chromium: Browser, say: (line: string) => void): Promise<readonly Figure[]> {
  const context = await chromium.newContext({ viewport: { width: 1400, height: 900 } })
  await context.addInitScript(watchPage)
  const page = await context.newPage()
  await page.goto(`${stack.sandbox.url}/?patient=pat-knee&user=prac-rivera&base=fhir`)
  const panel = page.frameLocator('iframe[title="Postil sidebar"]')
  await panel.getByText(/^Checked \d/).waitFor()
  const frame = page.frames().find((one) => one.url().startsWith(stack.proxy.url))
  if (!frame) throw new Error('The chart has no sidebar.')
  const saved: number[] = []
  const read: number[] = []
  for (let run = 0; run < SAVES; run++) {
    if (run % 5 === 0) say(`note saved to card, ${run} of ${SAVES}`)
    // Saves fall anywhere between two looks at the chart, not always at the same moment.
    await wait((run * 137) % 500)
    const waits = await saveAndWait(page, frame, SIDES[run % SIDES.length])
    saved.push(waits.sinceSaved)
    read.push(waits.sinceRead)
  }
  await context.close()
  return [
    { name: 'note saved to card: p50', value: percentile(saved, 0.5), unit: 'ms', note: `${SAVES} saves` },
    { name: 'note saved to card: p95', value: percentile(saved, 0.95), unit: 'ms', bar: atMost(1000) },
    { name: 'version read to card: p50', value: percentile(read, 0.5), unit: 'ms' },
    { name: 'version read to card: p95', value: percentile(read, 0.95), unit: 'ms', bar: atMost(400) },
  ]
}

async function saveAndWait(
  page: Page,
  frame: Frame,
  side = SIDES[0],
): Promise<{ sinceSaved: number; sinceRead: number }> {
  const note = page.getByRole('textbox', { name: 'Note text' })
  const text = (await note.inputValue()).replace(/osteoarthritis of the (?:\w+ )?knee/, side?.words ?? '')
  const card = frame.evaluate((code) => globalThis.postilMarks?.waitForCard(code), side?.code ?? '')
  await note.fill(text)
  const seen = await card
  const savedAt = await page.evaluate(() => globalThis.postilMarks?.savedAt)
  if (!seen || savedAt === undefined) throw new Error('The page was not watched.')
  return { sinceSaved: seen.cardAt - savedAt, sinceRead: seen.cardAt - seen.readAt }
}

async function measureFirstCard(
  stack: Stack,
  chromium: Browser,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const launches: number[] = []
  const pages: number[] = []
  for (let run = 0; run < LAUNCHES; run++) {
    say(`first card at ${SLOW_DOWN}x slow-down, ${run} of ${LAUNCHES}`)
    const { sinceLaunch, sincePage } = await launchSlowly(stack, chromium)
    launches.push(sinceLaunch)
    pages.push(sincePage)
  }
  return [
    {
      name: `launch to first card at ${SLOW_DOWN}x CPU slow-down: median`,
      value: percentile(launches, 0.5),
      unit: 'ms',
      bar: atMost(2000),
      note: `${LAUNCHES} launches, empty cache; worst ${Math.max(...launches).toFixed(0)} ms`,
    },
    { name: "of that, from the sidebar's own page", value: percentile(pages, 0.5), unit: 'ms' },
  ]
}

/** The sidebar alone, as wide as an EHR's frame, from the launch address through authorization to a card. */
async function launchSlowly(stack: Stack, chromium: Browser): Promise<{ sinceLaunch: number; sincePage: number }> {
  const response = await fetch(`${stack.sandbox.url}/chart/launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ patientId: 'pat-knee', encounterId: 'enc-knee', userId: 'prac-rivera', base: 'fhir' }),
  })
  const { launchUrl = '' } = (await response.json()) as { readonly launchUrl?: string }
  const context = await chromium.newContext({ viewport: { width: 380, height: 900 } })
  await context.addInitScript(watchPage)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN })
  const start = Date.now()
  await page.goto(launchUrl)
  await page.getByRole('article').first().waitFor()
  const seen = await page.evaluate(async () => ({
    ...(await globalThis.postilMarks?.firstCard),
    pageAt: performance.timeOrigin,
  }))
  await context.close()
  const cardAt = seen.cardAt ?? Number.NaN
  return { sinceLaunch: cardAt - start, sincePage: cardAt - seen.pageAt }
}
