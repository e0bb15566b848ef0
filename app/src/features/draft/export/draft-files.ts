/** The draft as a file to take away. Each form is made when somebody asks for it, and nothing of it leaves the browser. */

import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { SavedFile } from '../../../ui/save-file.ts'
import { buildDraftCsv } from './draft-csv.ts'
import { buildDraftWorksheet, type WorksheetPatient } from './draft-worksheet.ts'

export type ExportForm = 'bundle' | 'csv' | 'worksheet'

export type ExportSource = {
  readonly draft: DraftClaim
  readonly patient: WorksheetPatient
  /** Only the EHR's part of the app knows FHIR. */
  readonly buildBundle: (draft: DraftClaim) => Promise<string>
}

/** Names no person: files end in folders that others read. */
export async function buildDraftFile(
  form: ExportForm,
  { draft, patient, buildBundle }: ExportSource,
): Promise<SavedFile> {
  const name = `draft-${draft.encounterId}`
  switch (form) {
    case 'bundle':
      return { name: `${name}.json`, type: 'application/fhir+json', content: await buildBundle(draft) }
    case 'csv':
      return { name: `${name}.csv`, type: 'text/csv', content: buildDraftCsv(draft) }
    case 'worksheet':
      return { name: `${name}.pdf`, type: 'application/pdf', content: buildDraftWorksheet(draft, patient) }
  }
}
