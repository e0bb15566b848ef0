import type { KeyboardEvent } from 'react'

/** Up and down lead to the same entry of the next line, as in a table. A date keeps its arrows: they change the day. */
export function walkLines(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const { target } = event
  if (step === 0 || event.altKey || !(target instanceof HTMLInputElement) || target.type !== 'text') return
  const column = [...event.currentTarget.querySelectorAll<HTMLInputElement>('.line input[type="text"]')].filter(
    ({ name }) => name === target.name,
  )
  const next = column.includes(target) ? column[column.indexOf(target) + step] : undefined
  if (!next) return
  event.preventDefault()
  next.focus()
  next.select()
}
