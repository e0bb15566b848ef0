import type { ChargeItem, Claim } from '@medplum/fhirtypes'
import { describe, expect, test } from 'vitest'
import { editChargeItem, editClaim, findPriority } from '../../../sandbox/src/chart/coder-edit.ts'
import { createFhirClient, type Stored } from '../../../sandbox/src/chart/fhir-client.ts'
import { splitJson } from '../../../sandbox/src/chart/json-tokens.ts'
import { type ResourceSummary, summarizeResource } from '../../../sandbox/src/chart/resource-summary.ts'
import { readWrittenResources } from '../../../sandbox/src/chart/written-resources.ts'

const code = (value: string) => ({ coding: [{ code: value }] })

const claim: Stored<Claim> = {
  resourceType: 'Claim',
  id: 'c1',
  status: 'draft',
  use: 'claim',
  type: code('professional'),
  patient: { reference: 'Patient/p' },
  created: '2026-11-02',
  provider: { reference: 'Organization/o' },
  priority: code('normal'),
  billablePeriod: { start: '2026-11-02' },
  insurance: [{ sequence: 1, focal: true, coverage: { display: 'Coverage not available' } }],
  supportingInfo: [{ sequence: 3, category: code('info'), valueReference: { reference: 'DocumentReference/n' } }],
  diagnosis: [
    { sequence: 1, diagnosisCodeableConcept: code('M17.11') },
    { sequence: 2, diagnosisReference: { reference: 'Condition/c' } },
  ],
  item: [
    {
      sequence: 1,
      diagnosisSequence: [1, 2],
      productOrService: code('99213'),
      modifier: [code('25'), code('RT')],
      servicedDate: '2026-11-02',
      quantity: { value: 1 },
    },
  ],
}

function findFact({ facts }: ResourceSummary, name: string): string | undefined {
  return facts.find((fact) => fact.name === name)?.value
}

describe('summaries', () => {
  test('a claim tells its diagnoses, lines, modifiers and pointers', () => {
    const summary = summarizeResource(claim)
    expect(summary).toMatchObject({ title: 'Claim', status: 'draft' })
    expect(findFact(summary, 'Diagnoses')).toBe('1. M17.11\n2. Condition/c')
    expect(findFact(summary, 'Lines')).toBe('99213-25-RT · 1 unit · 11/02/2026 · for 1, 2')
    expect(findFact(summary, 'Coverage')).toBe('Coverage not available')
    expect(findFact(summary, 'Comments')).toBeUndefined()
  })

  test('a charge item, a task, a provenance and a device tell theirs', () => {
    const subject = { reference: 'Patient/p' }
    expect(
      findFact(
        summarizeResource({
          resourceType: 'ChargeItem',
          id: 'i',
          status: 'planned',
          code: code('20610'),
          subject,
          reason: [code('M17.12')],
        }),
        'Diagnoses',
      ),
    ).toBe('M17.12')
    expect(
      findFact(
        summarizeResource({
          resourceType: 'Task',
          id: 't',
          status: 'requested',
          intent: 'order',
          description: 'Draft codes wait for a coder.',
        }),
        'What',
      ),
    ).toBe('Draft codes wait for a coder.')
    expect(
      findFact(
        summarizeResource({
          resourceType: 'QuestionnaireResponse',
          id: 'q',
          status: 'completed',
          item: [
            { linkId: 'question', answer: [{ valueCoding: { code: 'other', display: 'Other' } }] },
            { linkId: 'other-text', answer: [{ valueString: 'Both, worse left.' }] },
          ],
        }),
        'Answer',
      ),
    ).toBe('Other\nBoth, worse left.')
    expect(
      findFact(
        summarizeResource({
          resourceType: 'Provenance',
          id: 'v',
          target: [{ reference: 'Claim/c1' }],
          recorded: '2026-11-02T10:00:00',
          agent: [{ type: code('verifier'), who: { reference: 'Practitioner/a' } }],
        }),
        'Who',
      ),
    ).toBe('verifier: Practitioner/a')
    expect(
      findFact(
        summarizeResource({
          resourceType: 'Device',
          id: 'd',
          deviceName: [{ name: 'Postil', type: 'user-friendly-name' }],
        }),
        'Name',
      ),
    ).toBe('Postil')
  })
})

describe('an edit as coder', () => {
  test('changes the priority and adds the comment behind the highest sequence', () => {
    const edited = editClaim(claim, { priority: 'stat', comment: 'Checked' })
    expect(findPriority(edited)).toBe('stat')
    expect(edited.supportingInfo?.map(({ sequence }) => sequence)).toEqual([3, 4])
    expect(findFact(summarizeResource(edited), 'Comments')).toBe('Checked')
  })

  test('without a comment leaves the supporting information alone', () => {
    expect(editClaim(claim, { priority: 'normal', comment: '' }).supportingInfo).toEqual(claim.supportingInfo)
  })

  test('a priority that is not one of ours reads as normal', () => {
    expect(findPriority({ ...claim, priority: code('other') })).toBe('normal')
  })

  test('a charge item takes the comment as a note', () => {
    const item: Stored<ChargeItem> = {
      resourceType: 'ChargeItem',
      id: 'i',
      status: 'planned',
      code: code('20610'),
      subject: { reference: 'Patient/p' },
    }
    const edited = editChargeItem(item, { priority: 'normal', comment: 'Checked' })
    expect(findFact(summarizeResource({ ...edited, id: 'i' }), 'Comments')).toBe('Checked')
    expect(editChargeItem(item, { priority: 'normal', comment: '' })).toBe(item)
  })
})

describe('what the sidebar wrote', () => {
  test('is found from the drafts to their provenance and its devices', async () => {
    const found: Record<string, unknown[]> = {
      Claim: [
        { ...claim, identifier: [{ system: 'https://postil.dev/fhir/draft-claim', value: 'x' }] },
        { ...claim, id: 'billed-before', identifier: [{ system: 'https://billing.example', value: 'x' }] },
      ],
      Provenance: [
        {
          resourceType: 'Provenance',
          id: 'v',
          target: [{ reference: 'Claim/c1' }],
          recorded: '2026-11-02',
          agent: [{ who: { reference: 'Device/d' } }, { who: { reference: 'Practitioner/a' } }],
        },
      ],
    }
    const asked: string[] = []
    const resources = await readWrittenResources(
      {
        ...createFhirClient('/open/fhir'),
        search: (type, parameters) => {
          asked.push(`${type}?${Object.entries(parameters).join('&')}`)
          return Promise.resolve((found[type] ?? []) as never)
        },
        read: (type, id) => Promise.resolve({ resourceType: type, id } as never),
      },
      'p',
    )
    expect(resources.map(({ resourceType, id }) => `${resourceType}/${id}`)).toEqual([
      'Claim/c1',
      'Provenance/v',
      'Device/d',
    ])
    expect(asked).toContain('Provenance?target,Claim/c1')
  })
})

describe('colored JSON', () => {
  test('names, strings and values are told apart, and nothing is lost', () => {
    const json = JSON.stringify({ name: 'a "quoted": text', count: -1.5, is: true, list: [null] }, null, 2)
    const tokens = splitJson(json)
    expect(tokens.map(({ text }) => text).join('')).toBe(json)
    expect(tokens.filter(({ kind }) => kind === 'value').map(({ text }) => text)).toEqual(['-1.5', 'true', 'null'])
    expect(tokens.filter(({ kind }) => kind === 'string')).toHaveLength(1)
  })
})
