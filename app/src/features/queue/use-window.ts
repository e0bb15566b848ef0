/** Which rows of a long list can be seen: only these are drawn, whatever the list holds. */
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react'

export type RowWindow = { readonly from: number; readonly to: number }

/** Drawn beyond what is seen, so that a turn of the wheel shows rows and no gap. */
const BEYOND = 10

/** @param rowHeight in CSS pixels, the same for every row. */
export function useWindow(frame: RefObject<HTMLElement | null>, total: number, rowHeight: number): RowWindow {
  const [seen, setSeen] = useState<RowWindow>({ from: 0, to: 2 * BEYOND })
  const measure = useCallback(() => {
    const element = frame.current
    if (!element) return
    const first = Math.floor(element.scrollTop / rowHeight)
    const count = Math.ceil(element.clientHeight / rowHeight)
    const next = { from: Math.max(0, first - BEYOND), to: first + count + BEYOND }
    setSeen((before) => (before.from === next.from && before.to === next.to ? before : next))
  }, [frame, rowHeight])
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    measure()
    element.addEventListener('scroll', measure, { passive: true })
    window.addEventListener('resize', measure)
    return () => {
      element.removeEventListener('scroll', measure)
      window.removeEventListener('resize', measure)
    }
  }, [frame, measure])
  return { from: seen.from, to: Math.min(seen.to, total - 1) }
}

/** Scrolls as little as it takes to show the row. */
export function revealRow(frame: HTMLElement, place: number, rowHeight: number): void {
  const top = place * rowHeight
  if (top < frame.scrollTop) frame.scrollTop = top
  else if (top + rowHeight > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = top + rowHeight - frame.clientHeight
}
