/** Everything that writes to the EHR, in one part of the page that is fetched after the first card has had its turn. */
import type { EhrConnection } from '../session-types.ts'
import { createDraftFiler, type DraftFiler, type DraftFilerParts } from './draft-filer.ts'
import { exportDraft } from './export-draft.ts'
import { createQueryWriter, type QueryWriter } from './query-writer.ts'
import type { WriteAbilities } from './write-abilities.ts'

export type Filing = DraftFiler & QueryWriter & Pick<EhrConnection, 'exportDraft'>

export function openFiling(parts: DraftFilerParts, abilities: WriteAbilities): Filing {
  return {
    ...createDraftFiler(parts, abilities),
    ...createQueryWriter(parts, abilities),
    exportDraft: (draft) => exportDraft(parts, draft),
  }
}
