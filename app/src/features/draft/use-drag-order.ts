/** Drags an item of a list by its handle, with mouse, pen or finger; the keys are the handle's own (WCAG 2.2, 2.5.7). */
import { type PointerEvent, type RefObject, useState } from 'react'

type Drag = { readonly from: number; readonly to: number }

export type DragOrder = {
  readonly drag: Drag | undefined
  readonly handleProps: (index: number) => {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerUp: () => void
    readonly onPointerCancel: () => void
  }
}

/** @param list whose children are the items. */
export function useDragOrder(
  list: RefObject<HTMLElement | null>,
  onDrop: (from: number, to: number) => void,
): DragOrder {
  const [drag, setDrag] = useState<Drag>()
  return {
    drag,
    handleProps: (index) => ({
      onPointerDown: (event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: index, to: index })
      },
      onPointerMove: (event) => {
        if (drag) setDrag({ ...drag, to: findPlace(list.current, drag.from, event.clientY) })
      },
      onPointerUp: () => {
        setDrag(undefined)
        if (drag && drag.from !== drag.to) onDrop(drag.from, drag.to)
      },
      onPointerCancel: () => setDrag(undefined),
    }),
  }
}

/** Counts the other items whose middle lies above the pointer. */
function findPlace(list: HTMLElement | null, from: number, y: number): number {
  const others = [...(list?.children ?? [])].filter((_, index) => index !== from)
  return others.filter((item) => {
    const { top, height } = item.getBoundingClientRect()
    return top + height / 2 < y
  }).length
}
