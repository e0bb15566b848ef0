/** How wide a column was left, as a share of the whole in per cent. A preference of the browser, nothing of a chart. */
import { useCallback, useState } from 'react'

export const LEAST_SHARE = 25
export const MOST_SHARE = 70
const USUAL_SHARE = 45

export function keepInRange(share: number): number {
  return Math.round(Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share)))
}

export function useKeptShare(column: string): readonly [number, (share: number) => void] {
  const key = `postil.width.${column}`
  const [share, setShare] = useState(() => readShare(key))
  const change = useCallback(
    (next: number) => {
      const kept = keepInRange(next)
      setShare(kept)
      try {
        window.localStorage.setItem(key, String(kept))
      } catch {
        // A frame without storage: the width holds until the panel is closed.
      }
    },
    [key],
  )
  return [share, change]
}

function readShare(key: string): number {
  try {
    const kept = Number(window.localStorage.getItem(key) ?? USUAL_SHARE)
    return Number.isFinite(kept) ? keepInRange(kept) : USUAL_SHARE
  } catch {
    return USUAL_SHARE
  }
}
