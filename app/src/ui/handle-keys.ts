/** Single keys that work only while focus is inside one card (WCAG 2.2, 2.1.4 "active only on focus"). */
import type { KeyboardEvent } from 'react'

const TYPING = 'input, select, textarea, [contenteditable]'

/**
 * Presses the button inside the card whose `data-key` is the key that was typed, so that a shortcut can do nothing
 * that a visible control does not.
 */
export function pressByKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (!(event.target instanceof HTMLElement) || event.target.matches(TYPING)) return
  const buttons = event.currentTarget.querySelectorAll<HTMLElement>('[data-key]')
  const button = [...buttons].find((one) => one.getAttribute('data-key') === event.key.toLowerCase())
  if (!button) return
  event.preventDefault()
  button.focus()
  button.click()
}

/** Arrow keys walk the buttons of a group; Tab still reaches each of them. */
export function walkByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const at = event.target instanceof HTMLButtonElement ? buttons.indexOf(event.target) : -1
  if (at < 0) return
  event.preventDefault()
  buttons[(at + step + buttons.length) % buttons.length]?.focus()
}
