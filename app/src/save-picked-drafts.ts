/** Files of the drafts that were picked on the list. Fetched when somebody asks for one. */
import type { QueueItem } from '#coding/domain/queue-item.ts'
import { joinBundles } from './ehr/filing/export-draft.ts'
import { buildDraftsCsv } from './features/draft/export/draft-csv.ts'
import type { ExportForm } from './features/draft/export/draft-files.ts'
import { buildDraftWorksheets } from './features/draft/export/draft-worksheet.ts'
import { type FiledDraft, MOST_DRAFTS, type ReadDrafts } from './read-filed-drafts.ts'
import { type SavedFile, saveFile } from './ui/save-file.ts'

/** @returns what could not be exported, in words. */
export async function savePickedDrafts(
  form: ExportForm,
  picked: readonly QueueItem[],
  { drafts, missing }: ReadDrafts,
): Promise<string> {
  if (drafts.length > 0) saveFile(await buildFile(form, drafts))
  const saved = `${drafts.length} ${drafts.length === 1 ? 'draft' : 'drafts'} saved.`
  const without = missing.map(({ encounterId }) => encounterId).join(', ')
  return [
    saved,
    ...(missing.length > 0 ? [`No filed draft could be read of: ${without}.`] : []),
    ...(picked.length > MOST_DRAFTS
      ? [`Only the first ${MOST_DRAFTS} were read; pick the others and export again.`]
      : []),
  ].join(' ')
}

async function buildFile(form: ExportForm, filed: readonly FiledDraft[]): Promise<SavedFile> {
  const drafts = filed.map(({ draft }) => draft)
  switch (form) {
    case 'bundle': {
      const bundles = await Promise.all(filed.map(({ draft, exportDraft }) => exportDraft(draft)))
      return { name: 'drafts.json', type: 'application/fhir+json', content: joinBundles(bundles) }
    }
    case 'csv':
      return { name: 'drafts.csv', type: 'text/csv', content: buildDraftsCsv(drafts) }
    case 'worksheet': {
      const sheets = filed.flatMap(({ draft, patient }) => (patient ? [{ draft, patient }] : []))
      return { name: 'drafts.pdf', type: 'application/pdf', content: buildDraftWorksheets(sheets) }
    }
  }
}
