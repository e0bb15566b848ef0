/** The rows: ten thousand scroll like ten, because only what can be seen is drawn. One stop of Tab, then keys. */
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { useStore } from 'zustand'
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { formatDay } from '../../ui/format-date.ts'
import type { Looking } from './coder-names.ts'
import { findChosen, type QueueListStore } from './queue-store.ts'
import { describeAge, describeCounts, describeState } from './queue-words.ts'
import { revealRow, useWindow } from './use-window.ts'

export const ROW_HEIGHT = 52

type Props = {
  readonly list: QueueListStore
  readonly now: () => number
  /** A key that the page acts on. @returns whether it did. */
  readonly onKey: (key: string, item: QueueItem | undefined) => boolean
}

export function QueueList({ list, now, onKey }: Props) {
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  const state = useStore(list.store)
  const { rows, total, cursor, taken, picked, me, names } = state
  const seen = useWindow(frame, total, ROW_HEIGHT)
  useEffect(() => void list.want(seen.from, seen.to), [list, seen.from, seen.to])
  useEffect(() => {
    if (frame.current) revealRow(frame.current, cursor, ROW_HEIGHT)
  }, [cursor])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const places: Readonly<Record<string, number>> = {
      j: cursor + 1,
      ArrowDown: cursor + 1,
      k: cursor - 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + 10,
      PageUp: cursor - 10,
      Home: 0,
      End: total - 1,
    }
    const place = places[event.key]
    if (place !== undefined) list.move(place)
    else if (!onKey(event.key, findChosen(state))) return
    event.preventDefault()
  }
  const drawn = Array.from({ length: Math.max(0, seen.to - seen.from + 1) }, (_, index) => seen.from + index)
  return (
    <div
      ref={frame}
      role="listbox"
      aria-label="Encounters"
      aria-multiselectable="true"
      aria-activedescendant={total > 0 && !taken ? `${id}-${cursor}` : undefined}
      tabIndex={0}
      className="queue-list"
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: total * ROW_HEIGHT }}>
        {drawn.map((place) => {
          const item = rows.get(place)
          return (
            <div
              key={place}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={item !== undefined && picked.has(item.id)}
              aria-posinset={place + 1}
              aria-setsize={total}
              className={place === cursor && !taken ? 'queue-row queue-cursor' : 'queue-row'}
              style={{ top: place * ROW_HEIGHT, height: ROW_HEIGHT }}
              onClick={() => list.move(place)}
              onDoubleClick={() => onKey('Enter', item)}
            >
              {item ? (
                <Row item={item} isPicked={picked.has(item.id)} looking={{ me, now: now(), names }} />
              ) : (
                'Reading.'
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

type RowProps = { readonly item: QueueItem; readonly isPicked: boolean; readonly looking: Looking }

function Row({ item, isPicked, looking }: RowProps) {
  return (
    <>
      <span className="queue-first">
        <strong>{item.serviceLine}</strong>
        <span className="numeric">{formatDay(item.serviceDate)}</span>
        <span className="queue-state">
          {isPicked && 'picked, '}
          {describeState(item, looking)}
        </span>
      </span>
      <span className="soft queue-second">
        {describeCounts(item)}; waits {describeAge(item.finishedAt, looking.now)}; least sure{' '}
        {Math.round(item.confidence * 100)} %
      </span>
    </>
  )
}
