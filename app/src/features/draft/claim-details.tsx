/** What a claim asks beside codes: who bills it, numbers, dates and, of a stay, the hospital's own codes. */

import type { EarlierServices } from '#coding/claims/claim-context.ts'
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { Setting } from '#coding/domain/encounter-record.ts'
import type { BilledBy } from '#coding/domain/facility-billing.ts'
import type { Accident, ClaimFrequency, FilingFacts } from '#coding/domain/filing-facts.ts'
import type { ClaimDetails, PlannedLine } from '#coding/domain/kept-draft.ts'
import { type DetailField, FILING_FIELDS, PROCEDURES_FIELD, STAY_FIELDS } from './detail-fields.ts'
import type { DraftStore } from './draft-store.ts'
import { EntryField } from './entry-field.tsx'
import { describeHistory } from './history-words.ts'
import { LineFacts } from './line-facts.tsx'
import { tryParseOptionalDate, tryParseState } from './parse-details.ts'

type Props = {
  readonly claim: DraftClaim
  readonly details: ClaimDetails
  readonly setting: Setting
  /** Whether the site lets a coder say who bills this encounter. */
  readonly mayChangeBilling: boolean
  readonly history: EarlierServices | undefined
  readonly lines: readonly PlannedLine[]
  readonly draft: DraftStore
}

const SETTING_WORDS: Readonly<Record<Setting, string>> = {
  professional: 'Professional claim, for the clinician’s work',
  outpatient_facility: 'Hospital claim, outpatient',
  inpatient_facility: 'Hospital claim, inpatient: dated by discharge',
}

const BILLED_BY: readonly (readonly [BilledBy, string])[] = [
  ['professional', 'Clinician'],
  ['facility', 'Hospital'],
]

export function ClaimDetailsForm({ claim, details, setting, mayChangeBilling, history, lines, draft }: Props) {
  const billedBy: BilledBy = setting === 'professional' ? 'professional' : 'facility'
  const stayFields = setting === 'inpatient_facility' ? [PROCEDURES_FIELD, ...STAY_FIELDS] : STAY_FIELDS
  const fields = claim.kind === 'institutional' ? [...stayFields, ...FILING_FIELDS] : FILING_FIELDS
  const stated = fields.filter((field) => field.read(claim) !== '').length
  return (
    <section aria-label="Claim details" className="stack">
      <h3>Claim details</h3>
      <p>{SETTING_WORDS[setting]}</p>
      {history && <p className="soft">{describeHistory(history)}</p>}
      {mayChangeBilling && (
        <fieldset className="pointers">
          <legend className="soft">Billed by</legend>
          {BILLED_BY.map(([value, words]) => (
            <label key={value} className="inline-label">
              <input
                type="radio"
                name="postil-billed-by"
                checked={(details.billedBy ?? billedBy) === value}
                onChange={() => draft.changeDetails({ ...details, billedBy: value }, 'who bills the encounter')}
              />
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
      )}
      <LineFacts kind={claim.kind} lines={claim.lines} planned={lines} draft={draft} />
      <details>
        <summary>Numbers, dates and accident{stated > 0 && ` (${stated} stated)`}</summary>
        <div className="fields detail-fields">
          {fields.map((field) => (
            <Detail key={field.label} field={field} claim={claim} details={details} draft={draft} />
          ))}
          <FrequencyField claim={claim} details={details} draft={draft} />
          <ConsentsField claim={claim} details={details} draft={draft} />
          <AccidentFields accident={claim.filing?.accident} details={details} draft={draft} />
        </div>
      </details>
    </section>
  )
}

type FieldProps = Pick<Props, 'claim' | 'details' | 'draft'>

function Detail({ field, claim, details, draft }: FieldProps & { readonly field: DetailField }) {
  return (
    <EntryField
      label={field.label}
      type={field.type}
      value={field.read(claim)}
      parse={field.parse}
      onChange={(text) => draft.changeDetails(field.write(details, text), field.words)}
    />
  )
}

const FREQUENCIES: readonly (readonly [ClaimFrequency, string])[] = [
  ['original', 'First claim'],
  ['replacement', 'Replaces an earlier claim'],
  ['void', 'Voids an earlier claim'],
]

function FrequencyField({ claim, details, draft }: FieldProps) {
  return (
    <label>
      <span>Claim is</span>
      <select
        className="field"
        value={claim.filing?.frequency ?? ''}
        onChange={({ target }) => {
          const frequency = FREQUENCIES.find(([value]) => value === target.value)?.[0]
          const { frequency: _, ...filing } = details.filing ?? {}
          draft.changeDetails({ ...details, filing: { ...filing, ...(frequency && { frequency }) } }, 'kind of claim')
        }}
      >
        <option value="">Not stated</option>
        {FREQUENCIES.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}

type Consents = NonNullable<FilingFacts['consents']>

const ALL: Consents = { signatureOnFile: true, assignmentOfBenefits: true, releaseOfInformation: true }
const CONSENTS: readonly (readonly [string, Consents])[] = [
  ['All given', ALL],
  ['No signature on file', { ...ALL, signatureOnFile: false }],
  ['Information not released', { ...ALL, releaseOfInformation: false }],
  ['Benefits not assigned', { ...ALL, assignmentOfBenefits: false }],
]

function ConsentsField({ claim, details, draft }: FieldProps) {
  const stated = JSON.stringify(claim.filing?.consents)
  return (
    <label>
      <span>Signature, release, assignment</span>
      <select
        className="field"
        value={CONSENTS.find(([, one]) => JSON.stringify(one) === stated)?.[0] ?? ''}
        onChange={({ target }) => {
          const consents = CONSENTS.find(([words]) => words === target.value)?.[1]
          const { consents: _, ...filing } = details.filing ?? {}
          draft.changeDetails({ ...details, filing: { ...filing, ...(consents && { consents }) } }, 'consents')
        }}
      >
        <option value="">Not stated</option>
        {CONSENTS.map(([words]) => (
          <option key={words}>{words}</option>
        ))}
      </select>
    </label>
  )
}

const ACCIDENTS: readonly (readonly [Accident['kind'], string])[] = [
  ['auto', 'Automobile'],
  ['work', 'At work'],
  ['other', 'Other'],
]

type AccidentProps = Pick<Props, 'details' | 'draft'> & { readonly accident: Accident | undefined }

function AccidentFields({ accident, details, draft }: AccidentProps) {
  const change = (next: Accident | undefined) => {
    const { accident: _, ...filing } = details.filing ?? {}
    draft.changeDetails({ ...details, filing: { ...filing, ...(next && { accident: next }) } }, 'accident')
  }
  return (
    <>
      <label>
        <span>Accident</span>
        <select
          className="field"
          value={accident?.kind ?? ''}
          onChange={({ target }) => {
            const kind = ACCIDENTS.find(([value]) => value === target.value)?.[0]
            change(kind && { ...accident, kind })
          }}
        >
          <option value="">None stated</option>
          {ACCIDENTS.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {accident && <AccidentDay accident={accident} onChange={change} />}
    </>
  )
}

function AccidentDay({ accident, onChange }: { accident: Accident; onChange: (next: Accident) => void }) {
  const { date, state, kind } = accident
  return (
    <>
      <EntryField
        label="Day of the accident"
        type="date"
        value={date ?? ''}
        parse={tryParseOptionalDate}
        onChange={(next) =>
          onChange({ kind, ...(state !== undefined && { state }), ...(next !== undefined && { date: next }) })
        }
      />
      {kind === 'auto' && (
        <EntryField
          label="State"
          value={state ?? ''}
          parse={tryParseState}
          onChange={(next) =>
            onChange({ kind, ...(date !== undefined && { date }), ...(next !== '' && { state: next }) })
          }
        />
      )}
    </>
  )
}
