// The EHR's chart calls our CDS Hooks services, shows the cards, and tells what became of them.
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { findViolations } from './support/accessibility.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('cards in the chart', () => {
  const getWorld = useWorld()
  let page: Page
  beforeAll(async () => {
    page = await openPage(getWorld())
    await page.goto(`${getWorld().stack.sandbox.url}/?patient=pat-back&user=prac-rivera&base=fhir`)
    await page.getByRole('tab', { name: 'Note', exact: true }).focus()
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight')
    await page.getByText('2 cards.').waitFor()
  })

  test('pass the accessibility checks, with all that unfolds', async () => {
    await page.getByText('Put away').first().click()
    expect(await findViolations(page, { within: '.hook-pane' })).toEqual([])
    await page.getByText('Put away').first().click()
  })

  test('lead to their question in the sidebar, by keyboard', async () => {
    const card = page.getByRole('listitem', { name: 'Low back pain – clarification' })
    await card.getByRole('button', { name: 'Answer in Postil' }).press('Enter')
    const led = page.frameLocator('iframe').locator('[aria-current="true"]')
    await led.waitFor()
    expect(await led.getByRole('heading').innerText()).toBe('Low back pain – clarification')
  })

  test('that are put away are put away in the sidebar too', async () => {
    const card = page.getByRole('listitem', { name: 'Low back pain – clarification' })
    await card.getByText('Put away').press('Enter')
    await card.getByLabel('Reason').selectOption('Already documented')
    await card.getByRole('button', { name: 'Put card away' }).press('Enter')
    await page.getByText('One card.').waitFor()
    await page.getByRole('button', { name: 'Encounter ends' }).press('Enter')
    await page.getByText('One card.').waitFor()
    expect(await page.getByRole('heading', { name: 'Low back pain – clarification' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Launch again' }).click()
    const questions = page.frameLocator('iframe').getByRole('region', { name: 'Questions' })
    await questions.getByRole('heading', { name: 'Obesity – clarification' }).waitFor()
    expect(await questions.getByRole('article', { name: 'Low back pain – clarification' }).count()).toBe(0)
  })
})
