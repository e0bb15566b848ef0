/** How close the lines stand: a preference of the browser, nothing of a chart. */
import { useLayoutEffect, useState } from 'react'

const KEY = 'postil.density'

function readIsCompact(): boolean {
  try {
    return window.localStorage.getItem(KEY) === 'compact'
  } catch {
    return false
  }
}

/** A switch; `tokens.css` holds what it changes. */
export function DensitySwitch() {
  const [isCompact, setCompact] = useState(readIsCompact)
  useLayoutEffect(() => {
    document.documentElement.toggleAttribute('data-compact', isCompact)
  }, [isCompact])
  const change = () => {
    setCompact(!isCompact)
    try {
      window.localStorage.setItem(KEY, isCompact ? 'comfortable' : 'compact')
    } catch {
      // A frame without storage: it holds until the panel is closed.
    }
  }
  return (
    <button type="button" role="switch" aria-checked={isCompact} className="link" onClick={change}>
      Compact
    </button>
  )
}
