/** The parts of a long column in one line: a press, or Alt with the part's digit, leads to its heading. */
import { type RefObject, useEffect } from 'react'
import './section-nav.css'

type Props = {
  /** Labels of the sections, in the order of their digits. */
  readonly parts: readonly string[]
  readonly within: RefObject<HTMLElement | null>
}

export function SectionNav({ parts, within }: Props) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // By place on the keyboard, because Alt changes what the digit row types.
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
      if (!(digit && event.altKey) || event.ctrlKey || event.metaKey) return
      const part = parts[Number(digit) - 1]
      if (part === undefined || !visit(within.current, part)) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [parts, within])
  return (
    <nav className="section-nav" aria-label="Parts">
      <ol>
        {parts.map((part, index) => (
          <li key={part}>
            <button
              type="button"
              className="link"
              aria-keyshortcuts={`Alt+${index + 1}`}
              onClick={() => visit(within.current, part)}
            >
              {part}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** @returns whether there was such a part to go to. */
function visit(frame: HTMLElement | null, part: string): boolean {
  const sections = [...(frame?.querySelectorAll<HTMLElement>('section[aria-label]') ?? [])]
  const section = sections.find((one) => one.getAttribute('aria-label') === part)
  if (!section) return false
  section.tabIndex = -1
  section.scrollIntoView({ block: 'start' })
  section.focus({ preventScroll: true })
  return true
}
