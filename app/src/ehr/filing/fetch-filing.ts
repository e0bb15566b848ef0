import { EhrError } from '../errors.ts'
import type { DraftFilerParts } from './draft-filer.ts'
import type { Filing } from './open-filing.ts'
import type { WriteAbilities } from './write-abilities.ts'

/** Fetched once; where that fails nothing was sent, and the next click tries again. */
const NOT_FETCHED =
  'The part of Postil that writes to the EHR could not be loaded. Nothing was sent, and your draft is kept here. Try again; if it stays so, open Postil again from the chart.'

export type FilingFetcher = {
  /** Ahead of the first click. */
  readonly prepare: () => void
  /** @throws EhrError `unreachable` when the part could not be fetched. */
  readonly get: () => Promise<Filing>
  /** For what answers in words instead of throwing. */
  readonly attempt: <Outcome>(
    work: (filing: Filing) => Promise<Outcome>,
  ) => Promise<Outcome | { readonly kind: 'rejected'; readonly reason: string; readonly issues: readonly string[] }>
}

export function createFilingFetcher(
  parts: DraftFilerParts,
  abilities: WriteAbilities,
  fetchPart = () => import('./open-filing.ts'),
): FilingFetcher {
  let fetched: Promise<Filing> | undefined

  function get(): Promise<Filing> {
    fetched ??= fetchPart().then(
      ({ openFiling }) => openFiling(parts, abilities),
      (cause: unknown) => {
        fetched = undefined
        throw new EhrError('unreachable', { message: NOT_FETCHED, cause })
      },
    )
    return fetched
  }

  return {
    prepare: () => void get().catch(() => undefined),
    get,
    attempt: async (work) => {
      let filing: Filing
      try {
        filing = await get()
      } catch {
        return { kind: 'rejected', reason: NOT_FETCHED, issues: [] }
      }
      return work(filing)
    },
  }
}
