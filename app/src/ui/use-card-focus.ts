import { type RefObject, useEffect, useRef } from 'react'

export type CardFocus<Card extends HTMLElement> = {
  readonly card: RefObject<Card | null>
  /** To be called by a handler whose button will disappear. */
  readonly keepFocus: () => void
}

/**
 * Keeps focus in the card when the pressed button goes away. Only ever after a press: a panel that took focus by
 * itself would take it from the note that somebody is writing in the EHR's own frame.
 */
export function useCardFocus<Card extends HTMLElement = HTMLElement>(): CardFocus<Card> {
  const card = useRef<Card>(null)
  const wasPressed = useRef(false)
  useEffect(() => {
    if (!wasPressed.current) return
    wasPressed.current = false
    if (document.activeElement === document.body) card.current?.focus({ preventScroll: true })
  })
  return {
    card,
    keepFocus: () => {
      wasPressed.current = true
    },
  }
}
