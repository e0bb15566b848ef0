/** The parts of a long column in one line: a press, or Alt with the part's digit, leads to its heading. */
import { type RefObject, useEffect } from 'react'
import './section-nav.css'

export type NavPart = {
  /** Label of the section. */
  readonly section: string
  /** In one word. */
  readonly name: string
  /** Its digit stays its own, whether the part is there now or not. */
  readonly digit: number
  readonly isThere: boolean
  /** How much there must be put right, where anything must. */
  readonly toPutRight?: number
}

type Props = {
  readonly parts: readonly NavPart[]
  readonly within: RefObject<HTMLElement | null>
}

export function SectionNav({ parts, within }: Props) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // By place on the keyboard, because Alt changes what the digit row types.
      const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
      if (!(digit && event.altKey) || event.ctrlKey || event.metaKey) return
      const part = parts.find((one) => one.digit === Number(digit))
      if (!(part && visit(within.current, part.section))) return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [parts, within])
  const there = parts.filter(({ isThere }) => isThere)
  return (
    <nav className="section-nav" aria-label="Parts">
      <ol>
        {there.map(({ section, name, digit, toPutRight = 0 }) => (
          <li key={section}>
            <button
              type="button"
              className="link"
              aria-keyshortcuts={`Alt+${digit}`}
              onClick={() => visit(within.current, section)}
            >
              {name}
            </button>
            {toPutRight > 0 && (
              <span className="numeric to-put-right">
                {' '}
                {toPutRight} <span className="visually-hidden">to put right</span>
              </span>
            )}
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
