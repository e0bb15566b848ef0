/** Why the patient was admitted, as a hospital's claim says it: a diagnosis of the draft, or a code of its own with its words. */
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Evidence } from '#coding/domain/evidence.ts'
import type { ClaimDetails } from '#coding/domain/kept-draft.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'
import type { SearchCodes } from '../../ui/code-field/code-suggestions.ts'
import { AddDiagnosis } from './add-diagnosis.tsx'
import type { DraftStore } from './draft-store.ts'
import type { LookUpDiagnosis } from './enter-diagnosis.ts'

type Props = {
  readonly claim: DraftClaim
  readonly details: ClaimDetails
  readonly draft: DraftStore
  readonly record: EncounterRecord
  readonly lookUp: LookUpDiagnosis
  readonly searchCodes: SearchCodes
}

export function AdmittingDiagnosis({ claim, details, draft, record, lookUp, searchCodes }: Props) {
  const { admittingDiagnosis: current, diagnoses } = claim
  const state = (code: ValidatedDiagnosis, [first, ...others]: readonly Evidence[]) => {
    if (!first) return
    draft.changeDetails({ ...details, admitting: { code, evidence: [first, ...others] } }, 'admitting diagnosis')
  }
  const choose = (value: string) => {
    const { admitting: _, ...rest } = details
    const chosen = diagnoses.find(({ code }) => code.code === value)
    if (chosen) state(chosen.code, chosen.evidence)
    else draft.changeDetails(rest, 'admitting diagnosis')
  }
  const listed = diagnoses.filter(({ evidence }) => evidence.length > 0)
  const isOther = current !== undefined && !listed.some(({ code }) => code.code === current.code)
  return (
    <div className="stack">
      <label>
        <span>Admitting diagnosis</span>
        <select
          className="field"
          value={details.admitting ? details.admitting.code.code : ''}
          onChange={({ target }) => choose(target.value)}
        >
          <option value="">
            {details.admitting || !current ? 'As the note names it' : `As the note names it: ${current.code}`}
          </option>
          {isOther && details.admitting && <option value={current.code}>{`${current.code} ${current.title}`}</option>}
          {listed.map(({ code: { code, title } }) => (
            <option key={code} value={code}>{`${code} ${title}`}</option>
          ))}
        </select>
      </label>
      <AddDiagnosis
        summary="Another admitting diagnosis"
        action="State as admitting diagnosis"
        onEnter={({ code, evidence }) => code.category === 'diagnosis' && state(code, evidence)}
        record={record}
        lookUp={lookUp}
        searchCodes={searchCodes}
      />
    </div>
  )
}
