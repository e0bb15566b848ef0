// A note before the EHR shows it: written in the panel, or completed in the EHR's own editor by one line.

import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openSidebar } from './support/launch.ts'
import { getCode, getQuestions, type Sidebar } from './support/panel.ts'
import { listClaims } from './support/record.ts'
import { openChart, openPage, useWorld } from './support/stack.ts'

async function answerFirst(sidebar: Sidebar, about: RegExp, option: RegExp): Promise<void> {
  const card = getQuestions(sidebar).getByRole('article').filter({ hasText: about }).first()
  await card
    .getByRole('button', { name: option })
    .or(card.getByRole('radio', { name: option }))
    .first()
    .click()
}

describe('a note written in the panel', () => {
  const getWorld = useWorld()
  let page: Page

  beforeAll(async () => {
    page = await openPage(getWorld(), 360)
    await openSidebar(getWorld(), page, { patient: 'pat-knee' })
  })

  test('is read as it is typed, and asked about', async () => {
    await page.getByRole('button', { name: 'Paste a note that is not in the chart' }).click()
    await page
      .getByRole('textbox', { name: 'Type or paste your note' })
      .fill('Assessment:\n1. Vitamin D deficiency.\n2. Carpal tunnel syndrome.\n')
    await getCode(page, 'E55.9').waitFor()
    await getQuestions(page)
      .getByRole('article')
      .filter({ hasText: /carpal/i })
      .first()
      .waitFor()
  })

  test('takes the line of an answer, and the question closes by itself', async () => {
    await answerFirst(page, /carpal/i, /right/i)
    await page.getByRole('button', { name: 'Insert in your draft' }).first().click()
    const pane = page.getByRole('textbox', { name: 'Type or paste your note' })
    await expect.poll(() => pane.inputValue()).toMatch(/right/i)
  })

  test('is never stored: nothing of it is in the browser or the record, and a reload has forgotten it', async () => {
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))
    expect(kept).not.toMatch(/carpal|vitamin/i)
    expect(await listClaims(getWorld(), 'pat-knee')).toEqual([])
    page.on('dialog', (dialog) => void dialog.accept())
    await page.reload()
    await page.getByText(/^Checked \d/).waitFor()
    expect(await getCode(page, 'E55.9').count()).toBe(0)
  })
})

describe('an EHR page that takes messages', () => {
  const getWorld = useWorld()

  test('an answer becomes a line in the open note, after the click, and the code follows from the note', async () => {
    const page = await openPage(getWorld())
    const sidebar = await openChart(getWorld(), page, { patient: 'pat-knee' })
    const note = page.getByRole('textbox', { name: 'Note text' })
    const before = await note.inputValue()
    await answerFirst(sidebar, /osteoarthritis of the knee/i, /right/i)
    expect(await note.inputValue()).toBe(before)
    await sidebar.getByRole('button', { name: 'Insert in your note' }).click()
    await sidebar.getByText('It stands at the end of your note.').waitFor()
    expect((await note.inputValue()).slice(before.length)).toMatch(/right.*knee|knee.*right/i)
    await getCode(sidebar, 'M17.11').waitFor()
  })

  test('takes the panel away when its user is done, but not what was written in it without asking', async () => {
    const page = await openPage(getWorld())
    const sidebar = await openChart(getWorld(), page, { patient: 'pat-knee' })
    await sidebar.getByRole('button', { name: 'Paste a note that is not in the chart' }).click()
    await sidebar.getByRole('textbox', { name: 'Type or paste your note' }).fill('Seen today.')
    const back = sidebar.getByRole('button', { name: 'Back to the chart' })
    await back.click()
    await sidebar.getByRole('dialog', { name: 'Leave the panel' }).getByRole('button', { name: 'Stay' }).click()
    await expect.poll(() => back.evaluate((button) => button === document.activeElement)).toBe(true)
    await back.click()
    await sidebar.getByRole('button', { name: 'Leave without it' }).click()
    await page.getByRole('button', { name: 'Open Postil' }).waitFor()
    expect(await page.locator('iframe').count()).toBe(0)
  })
})
