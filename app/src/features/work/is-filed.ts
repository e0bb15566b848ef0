import type { Happening } from '#coding/contract/work.ts'

/** A write that the EHR, or Postil's own list, has taken. */
export function isFiled(happening: Happening): happening is Happening & { readonly kind: 'write' } {
  return happening.kind === 'write' && happening.state === 'written'
}
