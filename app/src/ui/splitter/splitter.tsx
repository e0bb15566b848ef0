/** The border between two columns, moved by pointer or by arrow keys (WAI-ARIA Authoring Practices 1.2, window splitter). */
import type { KeyboardEvent, PointerEvent, RefObject } from 'react'
import { LEAST_SHARE, MOST_SHARE } from './use-kept-share.ts'
import './splitter.css'

type Props = {
  readonly label: string
  /** Of the first column, in per cent of the frame. */
  readonly share: number
  readonly onChange: (share: number) => void
  readonly frame: RefObject<HTMLElement | null>
}

const STEP = 5

export function Splitter({ label, share, onChange, frame }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    const next = findShare(event.key, share)
    if (next === undefined) return
    event.preventDefault()
    onChange(next)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = frame.current?.getBoundingClientRect()
    if (!(box && event.currentTarget.hasPointerCapture(event.pointerId))) return
    onChange((100 * (event.clientX - box.left)) / box.width)
  }
  return (
    <div
      role="separator"
      className="splitter"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={share}
      aria-valuemin={LEAST_SHARE}
      aria-valuemax={MOST_SHARE}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  )
}

function findShare(key: string, share: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return share - STEP
    case 'ArrowRight':
      return share + STEP
    case 'Home':
      return LEAST_SHARE
    case 'End':
      return MOST_SHARE
    default:
      return undefined
  }
}
