import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'

export type Tab = { readonly name: string; readonly panel: ReactNode }

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** Tabs by the ARIA pattern: one stop for the Tab key, arrows between them. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const [selected, setSelected] = useState(0)
  const id = useId()

  function move(event: KeyboardEvent<HTMLDivElement>): void {
    const step = STEPS[event.key]
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : undefined
    if (step === undefined && next === undefined) return
    event.preventDefault()
    const index = next ?? (selected + (step ?? 0) + tabs.length) % tabs.length
    setSelected(index)
    document.getElementById(`${id}-tab-${index}`)?.focus()
  }

  return (
    <div className="tabs">
      <div className="tab-list" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ name }, index) => (
          <button
            key={name}
            id={`${id}-tab-${index}`}
            type="button"
            role="tab"
            aria-selected={index === selected}
            aria-controls={`${id}-panel`}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => setSelected(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${selected}`}>
        {tabs[selected]?.panel}
      </div>
    </div>
  )
}
