/** What somebody adds stands above the field and pushes it down: what has focus stays on the screen. */
export function keepFocusInView(): void {
  requestAnimationFrame(() => document.activeElement?.scrollIntoView({ block: 'nearest' }))
}
