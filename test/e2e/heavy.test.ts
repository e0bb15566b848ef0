// The heaviest claim by keyboard alone: twelve diagnoses, twenty lines, filed and taken back.
import type { DocumentReference } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HEAVY_LINES, HEAVY_NOTE } from '../../app/gallery/heavy-case.ts'
import { findViolations } from './support/accessibility.ts'
import { expectFocusKept, press, readFocus, tabTo } from './support/focus.ts'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { listClaims, read, rewriteNote, update } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

const DIAGNOSES = 12
/** Longer than the checks of twenty lines take on a busy machine. */
const SOON = { timeout: 10_000 }

describe('the heaviest claim by keyboard', () => {
  const getWorld = useWorld()
  let page: Page

  const region = (name: string) => page.getByRole('region', { name, exact: true })
  const diagnoses = () => page.getByRole('list', { name: 'Diagnoses in order' }).getByRole('listitem')
  const lines = () => region('Lines').getByRole('group', { name: /^\d+ [A-Z0-9]{5}/ })
  const words = () => region('File').locator('.in-words').innerText()
  const goTo = (digit: number) => page.keyboard.press(`Alt+Digit${digit}`)

  beforeAll(async () => {
    const world = getWorld()
    await rewriteNote(world, 'note-injection-1', () => HEAVY_NOTE)
    const note = await read<DocumentReference>(world, 'DocumentReference/note-injection-1')
    await update(world, { ...note, docStatus: 'final' })
    page = await openPage(world, 1440)
    await openSidebar(world, page, { patient: 'pat-injection', user: 'coder-lindqvist' })
  })
  afterAll(() => page.context().close())

  test('accepts twelve diagnoses, one after the other', async () => {
    await goTo(2)
    for (let accepted = 1; accepted <= DIAGNOSES; accepted += 1) {
      await tabTo(page, /^Accept [A-Z]\d/)
      await press(page, 'a')
      await expect.poll(() => region('Codes').getByText('Accepted', { exact: true }).count(), SOON).toBe(accepted)
    }
    // A rule may have added what a later code says too; in the end each stands once.
    await expect.poll(() => diagnoses().count(), SOON).toBe(DIAGNOSES)
  })

  test('adds twenty lines without leaving the entry', async () => {
    await goTo(5)
    await tabTo(page, /^Add line by code/)
    for (const [index, code] of HEAVY_LINES.entries()) {
      await page.keyboard.type(code)
      await page.keyboard.press('Enter')
      await expect.poll(() => lines().count(), SOON).toBe(index + 1)
    }
    expect(await readFocus(page)).toBe('Add line by code')
  })

  test('brings the last diagnosis to the front', async () => {
    const last = await diagnoses().last().locator('.code-value').innerText()
    await goTo(4)
    await tabTo(page, new RegExp(`^Order of ${last}`))
    await press(page, 'Home')
    expect(await diagnoses().first().locator('.code-value').innerText()).toBe(last)
    expect(await readFocus(page)).toMatch(new RegExp(`^Order of ${last}: diagnosis 1 of ${DIAGNOSES}`))
    await press(page, 'Control+z')
    expect(await diagnoses().last().locator('.code-value').innerText()).toBe(last)
  })

  test('walks down a column to the last line and says what it is for', async () => {
    await goTo(5)
    await tabTo(page, /^Pointers$/)
    for (let line = 1; line < HEAVY_LINES.length; line += 1) await page.keyboard.press('ArrowDown')
    await page.keyboard.type('8 1')
    await expect.poll(words, SOON).toMatch(/G0296 × 1 for diagnoses 8 and 1(,|\n|$)/)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.type('12')
    await expect.poll(words, SOON).toMatch(/E0607 × 1 for diagnosis 12(,|\n|$)/)
    await expectFocusKept(page)
  })

  test('takes four modifiers and says that a fifth is one too many', async () => {
    await goTo(5)
    await tabTo(page, /^Modifiers$/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.type('59 RT 76 99')
    await expect.poll(words, SOON).toContain('J3301-59-RT-76-99 × 1')
    await page.keyboard.type(' 25')
    await press(page, 'Tab')
    await lines().nth(1).getByText('A line takes four modifiers at most.').waitFor()
    expect(await words()).toContain('J3301-59-RT-76-99 × 1')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    await expect.poll(words, SOON).toContain('J3301 × 1')
  })

  test('puts a check right with one key, is told of the thirteenth diagnosis and takes it back', async () => {
    const wrong = page.getByRole('navigation', { name: 'Parts' }).getByText(/to put right/)
    await page.getByRole('button', { name: 'Put right: Add Z23' }).waitFor()
    await goTo(6)
    await tabTo(page, /^Put right: Add Z23$/)
    await press(page, 'f')
    expect(await readFocus(page)).toBe('Undo add Z23')
    await wrong.first().waitFor()
    await press(page, 'z')
    await wrong.first().waitFor({ state: 'detached' })
    await expectFocusKept(page)
    expect(await diagnoses().count()).toBe(DIAGNOSES)
  })

  test('files it, and takes it back in a dialog that a keyboard finds its way through', async () => {
    await goTo(7)
    await tabTo(page, /^File draft$/)
    await press(page, 'Enter')
    await region('File')
      .getByText(/Saved in the EHR/)
      .waitFor()
    const [claim] = await listClaims(getWorld(), 'pat-injection')
    expect(claim).toMatchObject({ status: 'draft' })
    expect(claim?.diagnosis).toHaveLength(DIAGNOSES)
    expect(claim?.item).toHaveLength(HEAVY_LINES.length)
    await tabTo(page, /^Withdraw draft$/)
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Withdraw the draft' })
    await dialog.waitFor()
    expect(await findViolations(page)).toEqual([])
    const met: string[] = []
    for (let step = 0; step < 6; step += 1) {
      await page.keyboard.press('Tab')
      met.push(await readFocus(page))
    }
    expect(met).toContain('Withdraw')
    expect(met).not.toContain('File draft')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await readFocus(page)).toBe('Withdraw draft')
    await page.keyboard.press('Enter')
    await tabTo(page, /^Withdraw$/)
    await page.keyboard.press('Enter')
    await region('File')
      .getByText(/draft in the EHR is cancelled/)
      .waitFor()
    await expectFocusKept(page)
    await expect.poll(async () => (await listClaims(getWorld(), 'pat-injection'))[0]?.status, SOON).toBe('cancelled')
  })

  test.each([1440, 1024, 360])('passes axe at %i px, without a horizontal scroll', async (width) => {
    await page.setViewportSize({ width, height: 860 })
    await page.evaluate(() => {
      window.scrollTo(0, 0)
      document.querySelector('.bench-work')?.scrollTo(0, 0)
    })
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await findViolations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await findViolations(page, { only: 'colours' })).toEqual([])
    expect(await measureOverflow(page)).toBe(0)
  })
})
