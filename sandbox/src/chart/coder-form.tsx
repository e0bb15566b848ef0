import type { ChargeItem, Claim } from '@medplum/fhirtypes'
import { type SubmitEvent, useState } from 'react'
import { useChart } from './chart-context.ts'
import { editChargeItem, editClaim, findPriority, PRIORITIES } from './coder-edit.ts'
import { getMessage } from './errors.ts'
import type { Stored } from './fhir-client.ts'

type CoderFormProps = { readonly resource: Stored<Claim> | Stored<ChargeItem>; readonly onChanged: () => void }

/** A small edit of the EHR's copy, as a coder makes it in the EHR and not in the sidebar. */
export function CoderForm({ resource, onChanged }: CoderFormProps) {
  const { client } = useChart()
  const [priority, setPriority] = useState(() =>
    resource.resourceType === 'Claim' ? findPriority(resource) : 'normal',
  )
  const [comment, setComment] = useState('')
  const [problem, setProblem] = useState<string>()

  async function save(): Promise<void> {
    const edit = { priority, comment: comment.trim() }
    try {
      if (resource.resourceType === 'Claim') await client.update(editClaim(resource, edit))
      else await client.update(editChargeItem(resource, edit))
      onChanged()
    } catch (error) {
      setProblem(getMessage(error))
    }
  }

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault()
    void save()
  }

  return (
    <details className="coder-form">
      <summary>Edit as coder</summary>
      <form onSubmit={submit}>
        {resource.resourceType === 'Claim' && (
          <label>
            Priority
            <select
              value={priority}
              onChange={(event) => setPriority(PRIORITIES.find((one) => one === event.target.value) ?? 'normal')}
            >
              {PRIORITIES.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        )}
        <label>
          Comment
          <input value={comment} onChange={(event) => setComment(event.target.value)} />
        </label>
        <button type="submit">Save edit</button>
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </form>
    </details>
  )
}
