/**
 * Where the control that has focus is removed (a card settles, a form closes), what stands in its place gets focus.
 * Otherwise a keyboard starts again at the top of the page (WCAG 2.2, 2.4.3).
 */

/** The focused element or one of its parents, and its place among its siblings. */
type Step = { readonly element: Element; readonly index: number }

const FOCUSABLE = 'button, summary, input, select, textarea, [tabindex]'

export function guardFocus(root: Element): void {
  let trail: readonly Step[] = []
  root.addEventListener('focusin', ({ target }) => {
    trail = target instanceof Element ? listSteps(target, root) : []
  })
  root.addEventListener('focusout', (event) => {
    // On its way to another control; what a blur changes must not bring it back.
    if (event instanceof FocusEvent && event.relatedTarget) trail = []
  })
  document.addEventListener('pointerdown', ({ target }) => {
    // A click beside everything gives focus away on purpose.
    if (!(target instanceof Element && target.closest(FOCUSABLE))) trail = []
  })
  new MutationObserver(() => {
    // Never while the person is in the chart: a frame that focuses takes the keyboard out of their note.
    if (document.activeElement === document.body && document.hasFocus()) restoreFocus(trail)
  }).observe(root, { childList: true, subtree: true })
}

function listSteps(element: Element, root: Element): readonly Step[] {
  const step = { element, index: [...(element.parentElement?.children ?? [])].indexOf(element) }
  return element === root || !element.parentElement ? [step] : [step, ...listSteps(element.parentElement, root)]
}

/** Tries the same place first, then what follows it, then what stands before it; then the same one level up. */
function restoreFocus(trail: readonly Step[]): void {
  for (const candidate of listCandidates(trail)) {
    const control = candidate.matches(FOCUSABLE) ? candidate : candidate.querySelector(FOCUSABLE)
    if (control instanceof HTMLElement) control.focus()
    if (document.activeElement !== document.body) return
  }
}

function listCandidates(trail: readonly Step[]): readonly Element[] {
  return trail.flatMap(({ element }, depth) => {
    if (!element.isConnected) return []
    const children = [...element.children]
    const from = trail[depth - 1]?.index
    return from === undefined ? [element] : [...children.slice(from), ...children.slice(0, from).toReversed()]
  })
}
