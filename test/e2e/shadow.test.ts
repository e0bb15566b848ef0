// A site that lets Postil only watch: whoever opens it, and whatever happens to the note, no card and no write.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { createLaunch } from './support/launch.ts'
import { getCode } from './support/panel.ts'
import { rewriteNote, search } from './support/record.ts'
import { IS_SHADOW_RUN, type ShadowWitness, watchBrowser } from './support/shadow-witness.ts'
import { openChart, openPage, useWorld } from './support/stack.ts'

const WATCHING = 'Postil only watches this visit'
const CODER = 'coder-lindqvist'

describe('a site that lets Postil only watch', () => {
  const getWorld = useWorld({ modes: { mode: 'shadow', lines: [] } })
  let witness: ShadowWitness | undefined

  function watch(): ShadowWitness {
    const { browser, stack } = getWorld()
    witness ??= watchBrowser(browser, stack.sidebarUrl)
    return witness
  }

  /** What the panel could have left in the EHR. */
  async function countWritten(): Promise<number> {
    const types = ['Claim', 'ChargeItem', 'Provenance', 'Task', 'QuestionnaireResponse'] as const
    const found = await Promise.all(types.map((type) => search(getWorld(), type, {})))
    return found.flat().length
  }

  async function setModes(modes: object | undefined): Promise<void> {
    const file = join(getWorld().dataDir, 'tenants.json')
    const { tenants } = JSON.parse(readFileSync(file, 'utf8')) as { tenants: readonly object[] }
    writeFileSync(file, JSON.stringify({ tenants: tenants.map((tenant) => ({ ...tenant, modes })) }))
    await getWorld().stack.restartProxy()
  }

  async function openAs(page: Page, patient: string, user?: string): Promise<void> {
    await page.goto(await createLaunch(getWorld(), { patient, ...(user !== undefined && { user }) }))
  }

  test('shows a clinician and a coder that it watches, and nothing else; the EHR stays as it was', async () => {
    const seen = watch()
    const before = await countWritten()
    const page = await openPage(getWorld())
    const sidebar = await openChart(getWorld(), page, { patient: 'pat-knee' })
    await sidebar.getByText(WATCHING).waitFor()
    const asked = seen.analyses()
    await rewriteNote(getWorld(), 'note-knee-1', (text) => text.replaceAll(' of the knee', ' of the left knee'))
    await expect.poll(seen.analyses, { timeout: 10_000 }).toBeGreaterThan(asked)
    for (const part of ['Questions', 'Codes', 'Draft claim']) {
      expect(await sidebar.getByRole('region', { name: part }).count()).toBe(0)
    }
    await openAs(page, 'pat-copd', CODER)
    await page.getByText(WATCHING).waitFor()
    await page.getByText('Only watching,').waitFor()
    await page.setViewportSize({ width: 360, height: 700 })
    await page.screenshot({ path: 'test-results/screenshots/shadow.png' })
    await page.context().close()
    expect(seen.analyses()).toBeGreaterThan(2)
    expect({ cards: seen.cards, writes: seen.writes, written: await countWritten() }).toEqual({
      cards: [],
      writes: [],
      written: before,
    })
  })

  test('says so where it is off', async () => {
    await setModes({ mode: 'off', lines: [] })
    const page = await openPage(getWorld(), 420)
    await openAs(page, 'pat-asthma')
    await page.getByText('Postil is switched off for this visit.').waitFor()
    await page.context().close()
    expect(watch().cards).toEqual([])
  })

  test.skipIf(IS_SHADOW_RUN)('is another once the site lets it assist: the same watch then sees cards', async () => {
    await setModes(undefined)
    const page = await openPage(getWorld(), 420)
    await openAs(page, 'pat-knee')
    await getCode(page, 'M17.12').waitFor()
    await page.context().close()
    expect(watch().cards.length).toBeGreaterThan(0)
  })
})
