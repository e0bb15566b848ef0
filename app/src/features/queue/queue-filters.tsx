import { useId } from 'react'
import { useStore } from 'zustand'
import type { FilterChange, QueueListStore } from './queue-store.ts'
import { DISAGREEMENTS, SORTS, VIEWS } from './queue-words.ts'

type Options = readonly (readonly [value: string, words: string])[]

/** Which part of the list, and in which order. */
export function QueueFilters({ list }: { readonly list: QueueListStore }) {
  const filter = useStore(list.store, (state) => state.filter)
  const lines = useStore(list.store, (state) => state.lines)
  const total = useStore(list.store, (state) => state.total)
  const choose = (change: FilterChange | undefined) => change && void list.ask(change)
  const disagree: Options = [['', 'All'], ['any', 'Any disagreement'], ...DISAGREEMENTS]
  const line: Options = [['', 'All'], ...lines.map((one) => [one, one] as const)]
  return (
    <div className="queue-filters" role="group" aria-label="Filters">
      <Choice label="List" value={filter.view} options={VIEWS} onChange={(value) => choose(viewOf(value))} />
      <Choice label="Order" value={filter.sort} options={SORTS} onChange={(value) => choose(sortOf(value))} />
      <Choice
        label="Service line"
        value={filter.line ?? ''}
        options={line}
        onChange={(value) => choose(value === '' ? { line: undefined } : { line: value })}
      />
      <Choice
        label="Disagreements"
        value={filter.disagree ?? ''}
        options={disagree}
        onChange={(value) => choose(disagreeOf(value))}
      />
      <output className="soft numeric">
        {total.toLocaleString('en-US')} {total === 1 ? 'encounter' : 'encounters'}
      </output>
    </div>
  )
}

function viewOf(value: string): FilterChange | undefined {
  const view = VIEWS.find(([one]) => one === value)?.[0]
  return view && { view }
}

function sortOf(value: string): FilterChange | undefined {
  const sort = SORTS.find(([one]) => one === value)?.[0]
  return sort && { sort }
}

function disagreeOf(value: string): FilterChange {
  if (value === 'any') return { disagree: 'any' }
  const kind = DISAGREEMENTS.find(([one]) => one === value)?.[0]
  return { disagree: kind }
}

type ChoiceProps = {
  readonly label: string
  readonly value: string
  readonly options: Options
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className="queue-filter">
      <label htmlFor={id} className="soft">
        {label}
      </label>
      <select id={id} className="field" value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}
