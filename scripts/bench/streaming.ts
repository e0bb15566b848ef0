// A hundred findings that arrive at once, on a slow machine: how long the panel keeps its reader from typing.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { analyseEncounter } from '#coding/analyse-encounter.ts'
import { createEmbeddedCodeSet } from '#coding/code-sets/embedded-code-set.ts'
import { loadKnowledge } from '#coding/knowledge/knowledge.ts'
import { launchBrowser } from '../../test/support/browser.ts'
import { startStack } from '../sandbox-stack.ts'
import { atMost, type Figure, MissingPrerequisite, type Part } from './figure.ts'
import { buildRecord, DATE_OF_SERVICE } from './records.ts'

const FINDINGS = 100
const SLOW_DOWN = 4
const FETCHED_LATER_MS = 4000

export const streaming: Part = {
  name: 'streaming',
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
      say(`${FINDINGS} findings at ${SLOW_DOWN}x slow-down`)
      const context = await chromium.newContext({ viewport: { width: 380, height: 900 } })
      const page = await context.newPage()
      await page.goto(await createLaunch(stack.sandbox.url))
      await page.getByText(/^Checked \d/).waitFor()
      return await measure(page)
    } finally {
      await chromium.close()
      await stack.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}

async function createLaunch(sandboxUrl: string): Promise<string> {
  const response = await fetch(`${sandboxUrl}/chart/launch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ patientId: 'pat-knee', encounterId: 'enc-knee', userId: 'prac-rivera', base: 'fhir' }),
  })
  const { launchUrl = '' } = (await response.json()) as { readonly launchUrl?: string }
  return launchUrl
}

/** The note is pasted into the panel, so that the chart's own page costs nothing. */
async function measure(page: Page): Promise<readonly Figure[]> {
  await page.getByRole('button', { name: 'Paste a note that is not in the chart' }).click()
  const pane = await page.getByRole('textbox', { name: 'Type or paste your note' }).elementHandle()
  if (!pane) throw new Error('The panel takes no note.')
  // What is fetched after the first card is not part of this.
  await page.waitForTimeout(FETCHED_LATER_MS)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN })
  // Counted in the page itself: to be asked again and again from outside costs the page more than its own work.
  const seen = page.evaluate(async (least) => {
    const tasks: { readonly startTime: number; readonly duration: number }[] = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' })
    const start = performance.now()
    const list = document.querySelector('section[aria-label="Codes"]')
    const count = () => list?.querySelectorAll('article').length ?? 0
    const reach = (codes: number) =>
      new Promise<number>((resolve) => {
        const look = () => (count() < codes ? requestAnimationFrame(look) : resolve(performance.now()))
        look()
      })
    const began = await reach(count() + 1)
    const took = (await reach(least)) - start
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const longest = (isOfStream: boolean) =>
      Math.max(0, ...tasks.flatMap(({ startTime, duration }) => (startTime >= began === isOfStream ? [duration] : [])))
    return { stream: longest(true), paste: longest(false), took, codes: count() }
  }, FINDINGS)
  await pane.fill(composeNote())
  const { stream, paste, took, codes } = await seen
  return [
    {
      name: `${FINDINGS} findings at ${SLOW_DOWN}x CPU slow-down: longest task`,
      value: stream,
      unit: 'ms',
      bar: atMost(200),
      note: `${codes} codes on the screen`,
    },
    { name: 'longest task of pasting the note', value: paste, unit: 'ms' },
    { name: 'pasted to last code', value: took, unit: 'ms' },
  ]
}

/** Conditions that the embedded knowledge codes each by its title alone. */
function composeNote(): string {
  const knowledge = loadKnowledge()
  const codeSet = createEmbeddedCodeSet(knowledge)
  const found = new Set<string>()
  const titles: string[] = []
  for (const { title } of knowledge.concepts.values()) {
    const { findings } = analyseEncounter({ record: buildRecord(`Assessment:\n${title}.`), knowledge, codeSet })
    const codes = findings.flatMap((finding) => (finding.kind === 'code' ? [finding.code.code] : []))
    const [code] = codes
    if (code === undefined || codes.length > 1 || found.has(code)) continue
    found.add(code)
    titles.push(title)
    if (titles.length === FINDINGS + 10) break
  }
  return `Assessment:\n${titles.map((title, index) => `${index + 1}. ${title}.`).join('\n')}\n`
}
