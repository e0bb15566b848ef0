import type { Page } from 'playwright-core'

/** Pixels by which the page is wider than its window: a sidebar must never scroll sideways (WCAG 2.2, 1.4.10). */
export function measureOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return Math.max(0, scrollWidth - clientWidth)
  })
}

/** Words of a picture that stand outside it, and first figures of a table for which a narrow page must be scrolled. */
export function listHidden(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isOutside = (inner: Element, outer: Element | null): boolean => {
      const [box, frame] = [inner.getBoundingClientRect(), outer?.getBoundingClientRect()]
      return frame !== undefined && (box.left < frame.left - 1 || box.right > frame.right + 1)
    }
    const words = [...document.querySelectorAll('.chart text')].filter((text) => isOutside(text, text.closest('svg')))
    const figures = [...document.querySelectorAll('.report-table td.number:nth-child(2)')]
    const cut = figures.filter((cell) => isOutside(cell, cell.closest('.report-table')))
    return [...words, ...cut].map(({ textContent }) => textContent)
  })
}
