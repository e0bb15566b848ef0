/** How wide the sidebar's frame is: from a narrow EHR pane to half a screen. */

export const MINIMUM_WIDTH = 320
export const MAXIMUM_WIDTH = 720
export const DEFAULT_WIDTH = 400
const STEP = 20

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAXIMUM_WIDTH, Math.max(MINIMUM_WIDTH, width)))
}

/** The frame stands to the right of the separator, so moving the separator to the left makes it wider. */
export function findWidthForKey(key: string, width: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return clampWidth(width + STEP)
    case 'ArrowRight':
      return clampWidth(width - STEP)
    case 'Home':
      return MINIMUM_WIDTH
    case 'End':
      return MAXIMUM_WIDTH
    default:
      return undefined
  }
}

/** @param stored what the browser remembered; anything but a number gives the default */
export function parseWidth(stored: string | null): number {
  const width = Number(stored ?? Number.NaN)
  return Number.isFinite(width) && stored !== '' ? clampWidth(width) : DEFAULT_WIDTH
}
