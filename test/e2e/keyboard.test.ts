// Everything by keyboard, in the order of a visit: focus is always somewhere, and what happens can be heard.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { expectFocusKept, isFocusInView, press, readFocus, tabTo } from './support/focus.ts'
import { openSidebar } from './support/launch.ts'
import { getCode, getDraft, getQuestions } from './support/panel.ts'
import { listClaims, rewriteNote } from './support/record.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('the sidebar by keyboard', () => {
  const getWorld = useWorld()
  let page: Page

  const question = () =>
    getQuestions(page)
      .getByRole('article')
      .filter({ hasText: /which knee/i })
  const heard = () => page.getByRole('main').locator('[role=status][aria-live=polite]').innerText()

  beforeAll(async () => {
    page = await openPage(getWorld(), 360)
    await openSidebar(getWorld(), page, { patient: 'pat-knee' })
    await question().waitFor()
  })

  test('goes to the draft that is put together by hand', async () => {
    await tabTo(page, /^Put one together by hand/)
    await press(page, 'Enter')
    await getDraft(page).getByRole('textbox', { name: 'Add line by code' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Draft claim')
    await press(page, 'Tab')
    expect(await getDraft(page).locator(':focus').count()).toBe(1)
    await page.reload()
    await question().waitFor()
  })

  test('shows the words in the note and comes back to the card', async () => {
    await tabTo(page, /^Show in note/)
    await press(page, 'Enter')
    const note = page.getByRole('dialog', { name: 'Note' })
    await note.locator('mark').waitFor()
    expect(await readFocus(page)).toMatch(/osteoarthritis of the knee/i)
    await press(page, 'Escape')
    await note.waitFor({ state: 'detached' })
    await expect.poll(() => readFocus(page)).toMatch(/^Show in note/)
  })

  test('walks the answers with arrows, answers, and takes it back', async () => {
    await tabTo(page, /^Bilateral$/)
    await press(page, 'ArrowDown', 'ArrowDown')
    expect(await readFocus(page)).toBe('Right')
    await press(page, 'Enter')
    await question()
      .getByText(/Your answer:/)
      .waitFor()
    await expectFocusKept(page)
    await press(page, 'z')
    await question().getByRole('button', { name: 'Right' }).waitFor()
    await expectFocusKept(page)
  })

  test('answers in own words, or leaves it', async () => {
    await press(page, 'o')
    expect(await readFocus(page)).toMatch(/Other, in your words/)
    await press(page, 'Escape')
    await expectFocusKept(page)
    expect(await question().getByRole('button', { name: 'Other' }).count()).toBe(1)
  })

  test('opens the reasons to dismiss, and keeps the card', async () => {
    await press(page, 'd')
    expect(await readFocus(page)).toBe('Not relevant to this visit')
    await press(page, 'ArrowDown')
    expect(await readFocus(page)).toBe('Already documented')
    await press(page, 'Escape')
    await question().getByRole('button', { name: 'Dismiss' }).waitFor()
  })

  test('stays where it is while the question resolves by itself, and hears of it', async () => {
    await rewriteNote(getWorld(), 'note-knee-1', (text) =>
      text.replaceAll('osteoarthritis of the knee', 'osteoarthritis of the right knee'),
    )
    await getCode(page, 'M17.11').waitFor()
    expect(await readFocus(page)).toMatch(/^Osteoarthritis of the knee/)
    await expect.poll(heard).toMatch(/M17\.11|\d closed/)
  })

  test('dismisses a code with a reason and brings it back', async () => {
    await tabTo(page, /^Dismiss I10/)
    await press(page, 'Enter')
    await press(page, 'Enter')
    expect(await readFocus(page)).toBe('Undo')
    await press(page, 'Enter')
    await getCode(page, 'I10').getByRole('button', { name: 'Accept I10' }).waitFor()
    expect(await readFocus(page)).toMatch(/^I10/)
  })

  test('changes a code, and leaves the change', async () => {
    await tabTo(page, /^Edit I10/)
    await press(page, 'Enter')
    await expect.poll(() => readFocus(page)).toMatch(/Code instead of I10/)
    await press(page, 'Escape')
    await getCode(page, 'I10').getByRole('button', { name: 'Edit I10' }).waitFor()
    await expectFocusKept(page)
  })

  test('accepts, adds a visit, and files one Claim', async () => {
    await tabTo(page, /^Accept M17\.11/, 'Shift+Tab')
    await press(page, 'Enter')
    expect(await readFocus(page)).toMatch(/^M17\.11/)
    await expect.poll(heard).toMatch(/M17\.11 accepted/)
    await getDraft(page).getByText('M17.11').first().waitFor()
    await tabTo(page, /^Add line by code/)
    await page.keyboard.type('99213')
    await press(page, 'Enter')
    await getDraft(page).getByRole('group', { name: /99213/ }).waitFor()
    expect(await isFocusInView(page)).toBe(true)
    await tabTo(page, /^File draft/)
    await press(page, 'Enter')
    await getDraft(page)
      .getByText(/Saved in the EHR/)
      .waitFor()
    await expectFocusKept(page)
    expect(await heard()).toMatch(/Saved in the EHR as a draft claim/)
    expect(await listClaims(getWorld(), 'pat-knee')).toHaveLength(1)
  })

  test('moves and takes off what stands on the draft', async () => {
    await tabTo(page, /^Accept I10/, 'Shift+Tab')
    await press(page, 'Enter')
    await getDraft(page).getByText('I10').first().waitFor()
    await tabTo(page, /^Move I10 up/)
    await press(page, 'Enter')
    expect(await readFocus(page)).toMatch(/^Move I10/)
    await tabTo(page, /^Take off 99213/)
    await press(page, 'Enter')
    await getDraft(page).getByRole('group', { name: /99213/ }).waitFor({ state: 'detached' })
    await expectFocusKept(page)
  })

  test('finds the list of keys, and leaves it', async () => {
    const keys = page.getByRole('dialog', { name: 'Keyboard' })
    await tabTo(page, /^Keyboard$/)
    for (const key of ['Enter', '?']) {
      await press(page, key)
      await keys.waitFor()
      await press(page, 'Escape')
      await keys.waitFor({ state: 'detached' })
      expect(await readFocus(page)).toBe('Keyboard')
    }
  })
})
