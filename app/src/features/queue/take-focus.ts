/** The same function at each render, so that the focus is taken once and not with every letter that is typed. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus()
}
