// From a coded visit to the auditor's weekly report: the draw, a second coder who sees the note alone, page, CSV and PDF.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentReference } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '#proxy/store/open-database.ts'
import { findViolations } from './support/accessibility.ts'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { read, update } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('the accuracy audit', () => {
  const getWorld = useWorld()

  /** What was coded today counts as coded a week ago: a week is drawn when it is over. */
  async function moveBack(): Promise<void> {
    const { stack, dataDir } = getWorld()
    await stack.proxy.stop()
    const database = await openDatabase({ kind: 'pglite', dir: join(dataDir, 'db') })
    await sql`update queue_item set at = at - interval '7 days'`.execute(database.db)
    await database.close()
    await stack.restartProxy()
  }

  async function enter(user: RegExp, page: 'queue' | 'reports'): Promise<Page> {
    const { sandbox, proxy } = getWorld().stack
    const opened = await openPage(getWorld(), 1000)
    await opened.goto(`${proxy.url}/launch.html?iss=${encodeURIComponent(`${sandbox.url}/fhir`)}&page=${page}`)
    await opened.getByRole('radio', { name: user }).check()
    await opened.getByRole('button', { name: 'Continue' }).click()
    return opened
  }

  async function expectAccessible(page: Page): Promise<void> {
    expect(await findViolations(page)).toEqual([])
    for (const width of [320, 1000]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await measureOverflow(page)).toBe(0)
      if (process.env['POSTIL_SHOTS']) {
        const name = (await page.title()).toLowerCase().replaceAll(/\W+/g, '-')
        await page.screenshot({ path: `${process.env['POSTIL_SHOTS']}/audit-${name}-${width}.png`, fullPage: true })
      }
    }
  }

  test('is drawn by an auditor, coded blind by a second coder, and told as page, CSV and PDF', async () => {
    const signing = await openPage(getWorld(), 360)
    const document = await read<DocumentReference>(getWorld(), 'DocumentReference/note-knee-1')
    await update(getWorld(), { ...document, docStatus: 'final' })
    await openSidebar(getWorld(), signing, { patient: 'pat-knee' })
    await signing.context().close()
    const first = await enter(/Lindqvist/, 'queue')
    const list = first.getByRole('listbox', { name: 'Encounters' })
    await list.getByRole('option').first().waitFor()
    await list.focus()
    await first.keyboard.press('t')
    await first.getByLabel('List', { exact: true }).selectOption({ label: 'Mine' })
    await list.getByRole('option', { name: /with you/ }).waitFor()
    await list.focus()
    await first.keyboard.press('f')
    await first.getByRole('button', { name: 'Nothing to code' }).click()
    await first.getByText('Nothing here.').waitFor()
    await first.context().close()
    await moveBack()

    const auditor = await enter(/Moreau/, 'reports')
    await auditor.getByRole('button', { name: 'Weekly report' }).click()
    await auditor.getByRole('button', { name: /Draw the week from/ }).click()
    await auditor.getByText('0 of 1 coded a second time').waitFor()

    const second = await enter(/Tanaka/, 'queue')
    await second.getByRole('button', { name: 'Second coding' }).click()
    const asked: string[] = []
    second.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await second.getByRole('button', { name: /^Take/ }).click()
    await second.getByText(/knee/i).first().waitFor()
    expect(await second.getByRole('region', { name: 'Codes', exact: true }).count()).toBe(0)
    await expectAccessible(second)
    await second.getByRole('combobox', { name: 'Diagnosis or procedure code' }).fill('M17.11')
    await second.keyboard.press('Enter')
    await second.getByRole('button', { name: 'Remove M17.11' }).waitFor()
    await second.getByRole('checkbox').check()
    await second.getByRole('button', { name: 'Finish' }).click()
    await second.getByText(/Nothing here/).waitFor()
    expect(asked.filter((path) => /analyses|prompts|work|decisions/.test(path))).toEqual([])
    await second.context().close()

    await auditor.getByRole('button', { name: 'Show' }).click()
    await auditor.getByText('1 of 1 coded a second time').waitFor()
    await auditor.getByText('too few to tell').first().waitFor()
    await expectAccessible(auditor)
    for (const [button, start] of [
      ['Save as CSV', 'section,name'],
      ['Save as PDF', '%PDF-1.4'],
    ] as const) {
      const saving = auditor.waitForEvent('download')
      await auditor.getByRole('button', { name: button }).click()
      const text = readFileSync(await (await saving).path(), 'latin1')
      expect(text.replace(/^[^\w%"]+/, '').replaceAll('"', '')).toMatch(new RegExp(`^${start}`))
    }
    await auditor.context().close()
  })
})
