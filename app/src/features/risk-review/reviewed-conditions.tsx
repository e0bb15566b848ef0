/** What the review found, category by category, and the remarks that a coder takes away. */
import { useState } from 'react'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { RemarkChoice, RemarkFormat, RiskRemark } from '#coding/risk-review/risk-remark.ts'
import type { Proposal, TableState } from '#coding/risk-review/risk-review.ts'
import { saveFile } from '../../ui/save-file.ts'
import { ConditionCard } from './condition-card.tsx'
import { buildRemarkCsv, listRemarks, type Reviewed } from './remarks.ts'

export type ReviewedProps = {
  readonly describeProblem: (error: unknown) => string
  readonly showInNote: (evidence: Evidence) => void
  /** For the name of the file. */
  readonly encounterId: string
  /** Puts on record that remarks leave; what is not on record is not saved. */
  readonly recordExport: (format: RemarkFormat, remarks: readonly RiskRemark[]) => Promise<void>
  readonly buildFhir: (remarks: readonly RiskRemark[]) => Promise<string>
}

/** Labels and hierarchies are imported apart from the mapping: without them the review works, and says what it lacks. */
function describeAbsent({ labels, hierarchies }: Reviewed): readonly string[] {
  const absent = (state: TableState, nothing: string, consequence: string): readonly string[] => {
    if (state === 'found') return []
    const why = state === 'no-data' ? 'is loaded' : 'covers the day of this visit'
    return [`${nothing} ${why}: ${consequence}.`]
  }
  return [
    ...absent(labels, 'No table of the names of categories', 'only their numbers are shown'),
    ...absent(hierarchies, 'No table of hierarchies', 'which categories take the place of others is not shown'),
  ]
}

export function ReviewedConditions({ review, showInNote, ...parts }: ReviewedProps & { readonly review: Reviewed }) {
  const [choices, setChoices] = useState<ReadonlyMap<string, RemarkChoice>>(new Map())
  const { conditions, model, release } = review
  const count = (proposal: Proposal) =>
    conditions.flatMap(({ codes }) => codes).filter((one) => one.proposal === proposal).length
  const choose = (category: string, choice: RemarkChoice | undefined) => {
    const next = new Map(choices)
    if (choice) next.set(category, choice)
    else next.delete(category)
    setChoices(next)
  }
  return (
    <>
      <p className="soft">
        {model}, {release}. Codes: {count('remove')} not supported, {count('add')} supported and not listed,{' '}
        {count('keep')} supported.
      </p>
      {describeAbsent(review).map((sentence) => (
        <p key={sentence} className="soft">
          {sentence}
        </p>
      ))}
      {conditions.map((condition) => (
        <ConditionCard
          key={condition.category}
          condition={condition}
          choice={choices.get(condition.category)}
          onChoose={(choice) => choose(condition.category, choice)}
          showInNote={showInNote}
        />
      ))}
      {choices.size > 0 && <TakeAway {...parts} review={review} choices={choices} />}
    </>
  )
}

type TakeAwayProps = Omit<ReviewedProps, 'showInNote'> & {
  readonly review: Reviewed
  readonly choices: ReadonlyMap<string, RemarkChoice>
}

function TakeAway({ review, choices, encounterId, recordExport, buildFhir, describeProblem }: TakeAwayProps) {
  const [said, setSaid] = useState<{ readonly kind: 'saved' | 'failed'; readonly words: string }>()
  const counted = choices.size === 1 ? '1 remark' : `${choices.size} remarks`
  const save = async (format: RemarkFormat) => {
    const remarks = listRemarks(review, choices)
    try {
      const fhir = format === 'fhir' ? await buildFhir(remarks) : undefined
      await recordExport(format, remarks)
      const name = `remarks-${encounterId}`
      saveFile(
        fhir === undefined
          ? { name: `${name}.csv`, type: 'text/csv', content: buildRemarkCsv(review, choices) }
          : { name: `${name}.json`, type: 'application/fhir+json', content: fhir },
      )
      setSaid({ kind: 'saved', words: `Saved ${counted}. That they were taken away is on record.` })
    } catch (error) {
      setSaid({ kind: 'failed', words: `Nothing was saved. ${describeProblem(error)}` })
    }
  }
  return (
    <>
      <div className="row">
        <button type="button" className="button" onClick={() => void save('csv')}>
          Save {counted} as CSV
        </button>
        <button type="button" className="button" onClick={() => void save('fhir')}>
          Save {counted} as FHIR
        </button>
      </div>
      <p role="status" className={said?.kind === 'failed' ? 'caution' : 'soft'}>
        {said?.words}
      </p>
    </>
  )
}
