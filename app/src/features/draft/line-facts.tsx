/** What some services ask beside their code: what was done, minutes, the drug. Shown for the lines that need it. */

import type { ClaimKind, DraftLine } from '#coding/domain/draft-claim.ts'
import type { LineDrug } from '#coding/domain/filing-facts.ts'
import type { PlannedLine } from '#coding/domain/kept-draft.ts'
import type { DraftStore } from './draft-store.ts'
import { EntryField } from './entry-field.tsx'
import {
  DRUG_UNITS,
  formatDrug,
  listLineNeeds,
  tryParseComparison,
  tryParseDescription,
  tryParseDrug,
  tryParseMinutes,
  tryParseRevenueCode,
} from './parse-line-facts.ts'

type Props = {
  readonly kind: ClaimKind
  readonly lines: readonly DraftLine[]
  /** In the order of the lines. */
  readonly planned: readonly PlannedLine[]
  readonly draft: DraftStore
}

export function LineFacts({ kind, lines, planned, draft }: Props) {
  return planned.map((plan, index) => {
    const line = lines[index]
    const needs = line ? listLineNeeds(line, kind) : []
    if (!line || needs.length === 0) return null
    const name = `Line ${index + 1} (${line.code.code})`
    const take = (fact: Parameters<DraftStore['setLineFact']>[1]) => draft.setLineFact(plan.id, fact)
    return (
      <fieldset key={plan.id} className="pointers fields detail-fields">
        <legend className="soft">{name}</legend>
        {needs.includes('revenue') && (
          <EntryField
            label="Revenue code"
            value={line.revenueCode ?? ''}
            parse={tryParseRevenueCode}
            onChange={(revenueCode) => take({ revenueCode })}
          />
        )}
        {needs.includes('unlisted') && (
          <>
            <EntryField
              label="What was done"
              value={line.description ?? ''}
              parse={tryParseDescription}
              onChange={(description) => take({ description })}
            />
            <EntryField
              label="Listed code of like work"
              value={line.comparison ?? ''}
              parse={tryParseComparison}
              onChange={(comparison) => take({ comparison })}
            />
          </>
        )}
        {needs.includes('anesthesia') && (
          <EntryField
            label="Minutes"
            value={line.minutes === undefined ? '' : String(line.minutes)}
            parse={tryParseMinutes}
            onChange={(minutes) => take({ minutes })}
          />
        )}
        {needs.includes('drug') && (
          <EntryField<LineDrug | undefined>
            label={`National drug code, amount and unit (${DRUG_UNITS.join(', ')})`}
            value={formatDrug(line.drug)}
            parse={tryParseDrug}
            onChange={(drug) => take({ drug })}
          />
        )}
      </fieldset>
    )
  })
}
