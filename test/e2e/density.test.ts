// The density that somebody prefers stays over a reload, and fits at 320 px.
import { describe, expect, test } from 'vitest'
import { openSidebar } from './support/launch.ts'
import { measureOverflow } from './support/layout.ts'
import { openPage, useWorld } from './support/stack.ts'

describe('the density of the panel', () => {
  const getWorld = useWorld()

  test('compact lines are switched on, kept over a reload, and no target is too small', async () => {
    const page = await openPage(getWorld(), 320)
    await openSidebar(getWorld(), page, { patient: 'pat-knee' })
    const height = () => page.evaluate(() => document.documentElement.scrollHeight)
    const comfortable = await height()
    await page.getByRole('switch', { name: 'Compact' }).click()
    expect(await height()).toBeLessThan(comfortable)
    await page.reload()
    await page.getByText(/^Checked \d/).waitFor()
    expect(await page.getByRole('switch', { name: 'Compact' }).getAttribute('aria-checked')).toBe('true')
    expect(await measureOverflow(page)).toBe(0)
    const heights = await page
      .locator('button.button')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(24)
  })
})
