/** Outside of the text 0. Asked there even once, `charCodeAt` is a slow call from then on wherever the same line asks it. */
export function codeAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : 0
}
