// A coder signs in without a patient, works from the list, and comes back to it; whoever charts is not let in.
import type { DocumentReference } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findViolations } from './support/accessibility.ts'
import { readFocus } from './support/focus.ts'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { read, update } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('the coders’ queue', () => {
  const getWorld = useWorld()

  async function openQueue(user: RegExp): Promise<Page> {
    const { sandbox, proxy } = getWorld().stack
    const page = await openPage(getWorld(), 1000)
    await page.goto(`${proxy.url}/launch.html?iss=${encodeURIComponent(`${sandbox.url}/fhir`)}&page=queue`)
    await page.getByRole('radio', { name: user }).check()
    await page.getByRole('button', { name: 'Continue' }).click()
    return page
  }

  test('brings the most urgent encounter to one coder, opens it by the EHR’s leave, and takes the outcome', async () => {
    const signing = await openPage(getWorld(), 360)
    const document = await read<DocumentReference>(getWorld(), 'DocumentReference/note-knee-1')
    await update(getWorld(), { ...document, docStatus: 'final' })
    await openSidebar(getWorld(), signing, { patient: 'pat-knee' })
    await signing.context().close()

    const page = await openQueue(/Lindqvist/)
    const list = page.getByRole('listbox', { name: 'Encounters' })
    await list.getByRole('option').first().waitFor()
    await list.focus()
    await page.keyboard.press('x')
    await page.getByRole('region', { name: 'Export' }).waitFor()
    await page.getByRole('button', { name: 'Filed drafts as table (CSV)' }).click()
    await page.getByText(/^0 drafts saved\. No filed draft could be read of: /).waitFor()
    expect(await findViolations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await measureOverflow(page)).toBe(0)
    if (process.env['POSTIL_SHOTS']) await page.screenshot({ path: `${process.env['POSTIL_SHOTS']}/queue-360.png` })
    await page.setViewportSize({ width: 1000, height: 800 })
    if (process.env['POSTIL_SHOTS']) await page.screenshot({ path: `${process.env['POSTIL_SHOTS']}/queue-1000.png` })

    await list.focus()
    await page.keyboard.press('n')
    await page.getByRole('heading', { level: 1, name: /Hollister/ }).waitFor()
    await page.getByRole('region', { name: 'Codes', exact: true }).waitFor()
    await page.getByText('Coders’ queue', { exact: true }).click()
    await page.getByText('This encounter: with you.').waitFor()
    await page.getByText('Go back to the queue to open another one.').waitFor()
    const colleague = await openPage(getWorld(), 360)
    await openSidebar(getWorld(), colleague, { patient: 'pat-knee', user: 'coder-tanaka' })
    await colleague.getByText(/^Maja Lindqvist.* has this encounter for \d+ more minutes/).waitFor()
    expect(await measureOverflow(colleague)).toBe(0)
    await colleague.context().close()
    if (process.env['POSTIL_SHOTS']) {
      await page.screenshot({ path: `${process.env['POSTIL_SHOTS']}/drawer.png`, fullPage: true })
    }
    await page.getByRole('button', { name: 'Back to the queue' }).click()
    await page.getByLabel('List', { exact: true }).selectOption({ label: 'Mine' })
    await list.getByRole('option', { name: /with you/ }).waitFor()
    await page.getByRole('button', { name: 'Give to another coder' }).click()
    await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('tana')
    await page
      .getByRole('list', { name: 'Coders' })
      .getByRole('button', { name: /Tanaka/ })
      .waitFor()
    expect(await findViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await readFocus(page)).toBe('Give to another coder')
    await list.focus()
    await page.keyboard.press('h')
    await page.getByRole('button', { name: 'Waiting for the provider' }).waitFor()
    await page.keyboard.press('Escape')
    expect(await readFocus(page)).toBe('Encounters')
    await page.keyboard.press('f')
    await page.getByRole('button', { name: 'Draft filed' }).click()
    await page.getByText(/file the draft first/).waitFor()
    await list.focus()
    await page.keyboard.press('f')
    await page.getByRole('button', { name: 'Nothing to code' }).click()
    await page.getByText('Nothing here.').waitFor()
    await page.context().close()
  })

  test('is closed to whoever charts', async () => {
    const page = await openQueue(/Elena Rivera/)
    await page.getByText(/Your role does not include this/).waitFor()
    await page.context().close()
  })
})
