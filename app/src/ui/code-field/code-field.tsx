/**
 * A field for a code: type the code, or words and choose from what is found. An editable combobox whose list
 * is only an offer (WAI-ARIA Authoring Practices 1.2, combobox with list autocomplete and manual selection).
 */
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { type CodeHit, countCodes, moveActive, type SearchCodes } from './code-suggestions.ts'
import { useCodeSearch } from './use-code-search.ts'

type Props = {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly search: SearchCodes
  readonly isInvalid: boolean
  /** Id of the element that says what is wrong. */
  readonly describedBy: string
  readonly autoFocus?: boolean
}

export function CodeField({ label, value, onChange, search, isInvalid, describedBy, autoFocus = false }: Props) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const [activeIndex, setActiveIndex] = useState<number>()
  const [chosen, setChosen] = useState<CodeHit>()
  const found = useCodeSearch(isOpen ? value : undefined, search)
  const hits = isOpen && found ? found.hits : []
  const active = activeIndex === undefined ? undefined : hits[activeIndex]
  const getOptionId = (hit: CodeHit) => `${id}-${hit.code}`
  const activeId = active && getOptionId(active)
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  const close = () => {
    setOpen(false)
    setActiveIndex(undefined)
  }
  const choose = (hit: CodeHit) => {
    if (!hit.isBillable) return
    setChosen(hit)
    onChange(hit.code)
    close()
  }
  const type = (text: string) => {
    setOpen(true)
    setActiveIndex(undefined)
    onChange(text)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      setActiveIndex(moveActive(activeIndex, event.key === 'ArrowDown' ? 1 : -1, hits.length))
    } else if (event.key === 'Enter' && active) {
      event.preventDefault()
      choose(active)
    } else if (event.key === 'Enter') {
      // What was typed goes to the form as it is.
      close()
    } else if (event.key === 'Escape' && found) {
      // The first Escape is for the list alone; the next one is for whatever the field stands in.
      event.stopPropagation()
      close()
    }
  }
  return (
    <div className="code-field">
      <label>
        <span>{label}</span>
        <input
          className="field"
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={activeId}
          aria-invalid={isInvalid}
          aria-describedby={describedBy}
          placeholder="Code or words"
          value={value}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          autoFocus={autoFocus}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
      </label>
      {isOpen && found?.notice !== undefined && (
        <p role="status" className="soft">
          {found.notice}
        </p>
      )}
      <ul id={`${id}-list`} role="listbox" aria-label="Codes found" hidden={hits.length === 0}>
        {hits.map((hit) => (
          <li
            key={hit.code}
            id={getOptionId(hit)}
            role="option"
            aria-selected={hit === active}
            aria-disabled={!hit.isBillable}
            // The field keeps its focus, else the list would be gone before the click arrives.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(hit)}
          >
            <span className="code-value numeric">{hit.code}</span> {hit.title}
            {!hit.isBillable && <small>A heading, not billable. Choose a code below it.</small>}
            {hit.matched !== hit.title && hit.matched !== hit.code && <small>Found as “{hit.matched}”</small>}
          </li>
        ))}
      </ul>
      <p role="status" className={hits.length > 0 ? 'visually-hidden' : 'soft'}>
        {isOpen && found && found.isUncounted !== true && countCodes(hits.length)}
      </p>
      {chosen?.code === value && <p className="soft">{chosen.title}</p>}
    </div>
  )
}
