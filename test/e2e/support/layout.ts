import type { Page } from 'playwright-core'

/** Pixels by which the page is wider than its window: a sidebar must never scroll sideways (WCAG 2.2, 1.4.10). */
export function measureOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return Math.max(0, scrollWidth - clientWidth)
  })
}
