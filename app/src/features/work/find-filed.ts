import type { Happening } from '#coding/contract/work.ts'
import { listFiled } from '#coding/domain/filing-standing.ts'

type Write = Happening & { readonly kind: 'write' }

/** The write by which a draft of the encounter stands, in the EHR or on Postil's own list; undefined where none does. */
export function findFiled(history: readonly Happening[]): Write | undefined {
  return listFiled(history.filter((happening): happening is Write => happening.kind === 'write')).at(-1)
}
