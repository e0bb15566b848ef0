/** The sidebar's width, remembered by the browser where it is allowed to remember. */
import { useState } from 'react'
import { clampWidth, parseWidth } from './frame-width.ts'

const KEY = 'sidebar-width'

function readStored(): string | null {
  try {
    return window.localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export function useFrameWidth(): [number, (width: number) => void] {
  const [width, setWidth] = useState(() => parseWidth(readStored()))
  const change = (next: number): void => {
    const clamped = clampWidth(next)
    setWidth(clamped)
    try {
      window.localStorage.setItem(KEY, String(clamped))
    } catch {
      // Storage is blocked: the width holds until the page is closed.
    }
  }
  return [width, change]
}
