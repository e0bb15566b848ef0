/** The FHIR resources that the sidebar wrote, in words that a hospital reads: what it is, and what it says. */
import type { ChargeItem, Claim, ClaimItem, Device, Provenance, QuestionnaireResponse, Task } from '@medplum/fhirtypes'
import { formatReference, getConceptCode, getConceptText } from './concept-text.ts'
import type { Stored } from './fhir-client.ts'
import { formatDay, formatDayAndTime } from './format-date.ts'

export type WrittenResource = Stored<Claim | ChargeItem | Task | QuestionnaireResponse | Provenance | Device>

type Fact = { readonly name: string; readonly value: string }

export type ResourceSummary = { readonly title: string; readonly status: string; readonly facts: readonly Fact[] }

function listFacts(entries: readonly (readonly [name: string, value: string | undefined])[]): Fact[] {
  return entries.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]))
}

function formatLine(item: ClaimItem): string {
  const code = [item.productOrService, ...(item.modifier ?? [])].map(getConceptCode).join('-')
  const pointers = (item.diagnosisSequence ?? []).join(', ')
  const parts = [code, `${item.quantity?.value ?? 1} unit`, formatDay(item.servicedDate), pointers && `for ${pointers}`]
  return parts.filter(Boolean).join(' · ')
}

type DiagnosisEntry = NonNullable<Claim['diagnosis']>[number]

function formatDiagnosis({ sequence, diagnosisCodeableConcept, diagnosisReference }: DiagnosisEntry): string {
  return `${sequence}. ${getConceptCode(diagnosisCodeableConcept) || formatReference(diagnosisReference)}`
}

function summarizeClaim(claim: Claim): ResourceSummary {
  const comments = (claim.supportingInfo ?? []).map((info) => info.valueString ?? '')
  return {
    title: 'Claim',
    status: claim.status,
    facts: listFacts([
      ['Date of service', formatDay(claim.billablePeriod?.start)],
      ['Diagnoses', (claim.diagnosis ?? []).map(formatDiagnosis).join('\n')],
      ['Lines', (claim.item ?? []).map(formatLine).join('\n')],
      ['Priority', getConceptText(claim.priority)],
      ['Provider', formatReference(claim.provider)],
      ['Coverage', formatReference(claim.insurance[0]?.coverage)],
      ['Comments', comments.filter(Boolean).join('\n')],
      ['Created', formatDayAndTime(claim.created)],
    ]),
  }
}

function summarizeChargeItem(item: ChargeItem): ResourceSummary {
  return {
    title: 'Charge item',
    status: item.status,
    facts: listFacts([
      ['Code', getConceptCode(item.code)],
      ['Quantity', String(item.quantity?.value ?? 1)],
      ['Date of service', formatDay(item.occurrenceDateTime)],
      ['Diagnoses', (item.reason ?? []).map(getConceptCode).join(', ')],
      ['Comments', (item.note ?? []).map((note) => note.text).join('\n')],
      ['Entered', formatDayAndTime(item.enteredDate)],
    ]),
  }
}

function joinLines(lines: readonly (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined && line !== '').join('\n')
}

/** The answer to a query: what was chosen, and what was added in words. */
function summarizeResponse({ status, item = [], authored }: QuestionnaireResponse): ResourceSummary {
  const answers = item.flatMap((one) => one.answer ?? [])
  return {
    title: 'Answer to a query',
    status,
    facts: listFacts([
      ['Answer', joinLines(answers.map(({ valueCoding, valueString }) => valueCoding?.display ?? valueString))],
      ['Written', formatDayAndTime(authored)],
    ]),
  }
}

function summarizeTask(task: Task): ResourceSummary {
  return {
    title: 'Task',
    status: task.status,
    facts: listFacts([
      ['What', task.description ?? getConceptText(task.code)],
      ['Codes', joinLines((task.input ?? []).map((input) => getConceptText(input.valueCodeableConcept)))],
      ['The record says', joinLines((task.input ?? []).map((input) => input.valueString))],
      ['For', formatReference(task.owner)],
      ['Requested', formatDayAndTime(task.authoredOn)],
    ]),
  }
}

function summarizeProvenance({ target, agent, entity, recorded }: Provenance): ResourceSummary {
  const agents = agent.map(({ type, who }) => `${getConceptCode(type)}: ${formatReference(who)}`)
  return {
    title: 'Provenance',
    status: 'recorded',
    facts: listFacts([
      ['About', target.map(formatReference).join(', ')],
      ['Who', agents.join('\n')],
      [
        'From',
        (entity ?? [])
          .map(({ what }) => formatReference(what))
          .filter(Boolean)
          .join('\n'),
      ],
      ['Recorded', formatDayAndTime(recorded)],
    ]),
  }
}

function summarizeDevice({ status, deviceName, version, modelNumber }: Device): ResourceSummary {
  return {
    title: 'Device',
    status: status ?? '',
    facts: listFacts([
      ['Name', deviceName?.[0]?.name],
      ['Version', version?.[0]?.value],
      ['Model', modelNumber],
    ]),
  }
}

export function summarizeResource(resource: WrittenResource): ResourceSummary {
  switch (resource.resourceType) {
    case 'Claim':
      return summarizeClaim(resource)
    case 'ChargeItem':
      return summarizeChargeItem(resource)
    case 'Task':
      return summarizeTask(resource)
    case 'QuestionnaireResponse':
      return summarizeResponse(resource)
    case 'Provenance':
      return summarizeProvenance(resource)
    case 'Device':
      return summarizeDevice(resource)
  }
}
