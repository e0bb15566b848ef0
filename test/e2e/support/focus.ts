// The keyboard as a person uses it: Tab until the control that is sought has focus.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What has focus, as a person would call it; `nothing` when focus has fallen back to the page. */
export function readFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement
    if (!active || active === document.body) return 'nothing'
    const labels =
      active instanceof HTMLInputElement || active instanceof HTMLSelectElement ? [...(active.labels ?? [])] : []
    const name = active.getAttribute('aria-label') ?? (labels[0]?.innerText || active.textContent)
    return name.trim().replaceAll(/\s+/g, ' ')
  })
}

/** A fraction of a pixel below the edge is where scrolling leaves it. */
export function isFocusInView(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const place = document.activeElement?.getBoundingClientRect()
    return place !== undefined && place.top >= 0 && place.bottom <= window.innerHeight + 1
  })
}

export async function expectFocusKept(page: Page): Promise<void> {
  expect(await readFocus(page)).not.toBe('nothing')
}

/** @param name of the control: its visible words, or its label. */
export async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const met: string[] = []
  while (met.length < 80) {
    await page.keyboard.press(key)
    const focus = await readFocus(page)
    if (name.test(focus)) return
    met.push(focus)
  }
  throw new Error(`${key} never reached ${name}; it went ${met.join(' > ')}`)
}

/** Presses, and requires that focus is still somewhere. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
  await expectFocusKept(page)
}
