import type { PointerEvent } from 'react'
import { findWidthForKey, MAXIMUM_WIDTH, MINIMUM_WIDTH } from './frame-width.ts'

type FrameSeparatorProps = {
  readonly width: number
  readonly onWidth: (width: number) => void
  /** While dragging, the frame must not swallow the pointer. */
  readonly onDragging: (isDragging: boolean) => void
}

export function FrameSeparator({ width, onWidth, onDragging }: FrameSeparatorProps) {
  function drag(event: PointerEvent<HTMLDivElement>): void {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onWidth(window.innerWidth - event.clientX)
  }
  return (
    // The ARIA window splitter: https://www.w3.org/WAI/ARIA/apg/patterns/windowsplitter/
    <div
      className="separator"
      role="separator"
      aria-label="Sidebar width"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={MINIMUM_WIDTH}
      aria-valuemax={MAXIMUM_WIDTH}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        onDragging(true)
      }}
      onPointerMove={drag}
      onLostPointerCapture={() => onDragging(false)}
      onKeyDown={(event) => {
        const next = findWidthForKey(event.key, width)
        if (next === undefined) return
        event.preventDefault()
        onWidth(next)
      }}
    />
  )
}
