import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classifyNote, classifyNotes, classifyResource, isRedacted } from '#fhir-mappers/sensitivity.ts'
import { aCondition, aDocumentReference } from '../fixtures/fhir/resources.ts'

const open = { part2: 'allow', behavioralHealth: 'allow', otherSensitive: 'allow' } as const
const closed = { part2: 'withhold', behavioralHealth: 'withhold', otherSensitive: 'withhold' } as const

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const onMeta = (code: string, system: string | undefined = ACT_CODE) => ({ meta: { security: [{ system, code }] } })
const onLabel = (code: string, system = ACT_CODE) => ({ securityLabel: [{ coding: [{ system, code }] }] })
const typed = (code: string) => ({ type: { coding: [{ system: 'http://loinc.org', code }] } })
const titled = (title: string) => ({
  content: [{ attachment: { contentType: 'text/plain', data: 'eA==', title } }],
})

/** Each case with the only switch that may open it; `never` for those that no switch opens. */
const CASES: readonly (readonly [string, Readonly<Record<string, unknown>>, keyof typeof open | 'never'])[] = [
  ['psychotherapy note label', onMeta('PSYTHPN'), 'never'],
  ['psychotherapy note label on the document', onLabel('PSYTHPN'), 'never'],
  ['psychotherapy note label under a wrong system', onMeta('PSYTHPN', 'http://example.org'), 'never'],
  ['psychotherapy note label without system', onMeta('psythpn', undefined), 'never'],
  ['label in words only', { securityLabel: [{ text: 'Psychotherapy notes' }] }, 'never'],
  ['very restricted', onLabel('V', CONFIDENTIALITY), 'never'],
  ['no disclosure without consent', onMeta('NODSCLCD'), 'never'],
  ['individual counselling type', typed('47042-7'), 'never'],
  [
    'counselling type behind another one',
    {
      type: {
        coding: [
          { system: 'http://loinc.org', code: '11506-3' },
          { system: 'urn:oid:1.2.3', code: '34866-4' },
        ],
      },
    },
    'never',
  ],
  ['group counselling type', typed('34787-2'), 'never'],
  ['title names psychotherapy', titled('Psychotherapy, individual'), 'never'],
  ['title names a process note', titled('Process Notes 4'), 'never'],
  ['title names a group session', titled('Group therapy 11/2'), 'never'],
  ['Part 2 label', onLabel('42CFRPart2'), 'part2'],
  ['substance use label', onMeta('ETH'), 'part2'],
  ['redisclosure label', onMeta('NORDSCLCD'), 'part2'],
  ['substance abuse type', typed('18823-5'), 'part2'],
  ['title names Part 2', { description: '42 CFR Part 2 program note' }, 'part2'],
  ['title names an SUD program', titled('SUD program intake'), 'part2'],
  ['mental health label', onMeta('MH'), 'behavioralHealth'],
  ['legacy psychiatry label', onMeta('PSY', CONFIDENTIALITY), 'behavioralHealth'],
  ['psychiatry progress type', typed('28627-8'), 'behavioralHealth'],
  ['psychology progress type', typed('11497-5'), 'behavioralHealth'],
  ['restricted', onMeta('R', CONFIDENTIALITY), 'otherSensitive'],
  ['HIV label', onMeta('HIV'), 'otherSensitive'],
  ['violence label', onLabel('SDV'), 'otherSensitive'],
]

describe.each(CASES)('%s', (_case, overrides, gate) => {
  test('is withheld by a closed policy', () => {
    expect(classifyNote(aDocumentReference(overrides), closed)).toBe('withhold')
  })

  test('is opened by its own switch, or by none', () => {
    const document = aDocumentReference(overrides)
    expect(classifyNote(document, open)).toBe(gate === 'never' ? 'withhold' : 'read')
    if (gate === 'never') return
    expect(classifyNote(document, { ...open, [gate]: 'withhold' })).toBe('withhold')
    expect(classifyNote(document, { ...closed, [gate]: 'allow' })).toBe('read')
  })
})

test.each([
  ['a plain progress note', {}],
  ['normal confidentiality', onMeta('N', CONFIDENTIALITY)],
  // "R" is a level only in the confidentiality system.
  ['an R of another system', onMeta('R', 'http://example.org/route')],
  ['part of a word', titled('Departmental note, subdural')],
  ['physical therapy', titled('Physical therapy evaluation')],
])('%s is read', (_case, overrides) => {
  expect(classifyNote(aDocumentReference(overrides), closed)).toBe('read')
})

test('one label that is closed outweighs others that are open', () => {
  const document = aDocumentReference({ ...onMeta('MH'), ...onLabel('ETH') })
  expect(classifyNote(document, { ...closed, behavioralHealth: 'allow' })).toBe('withhold')
})

test('a note from a Part 2 program is withheld whatever its labels', () => {
  const sources = { part2Facilities: ['org-program'] }
  const document = aDocumentReference({ custodian: { reference: 'Organization/org-program' } })
  expect(classifyNote(document, closed, sources)).toBe('withhold')
  expect(classifyNote(document, closed)).toBe('read')
})

test.each([null, undefined, 'text', [], {}, { resourceType: 'Binary' }])(
  '%o cannot be judged and is withheld',
  (value) => {
    expect(classifyNote(value, open)).toBe('withhold')
  },
)

test('no policy and no other content opens a psychotherapy note', () => {
  const toggle = fc.constantFrom('withhold', 'allow')
  fc.assert(
    fc.property(
      fc.record({ part2: toggle, behavioralHealth: toggle, otherSensitive: toggle }),
      fc.dictionary(fc.constantFrom('type', 'category', 'description', 'securityLabel', 'content'), fc.anything()),
      (policy, rest) => {
        expect(classifyNote({ ...aDocumentReference(rest), ...onMeta('PSYTHPN') }, policy)).toBe('withhold')
      },
    ),
  )
})

describe('an addendum', () => {
  const relatedTo = (id: string, target: string) =>
    aDocumentReference({ id, relatesTo: [{ code: 'appends', target: { reference: `DocumentReference/${target}` } }] })
  const secret = aDocumentReference({ id: 'secret', ...onMeta('PSYTHPN') })

  test('to a withheld note is withheld with it, also the addendum of an addendum, in any order', () => {
    const documents = [relatedTo('second', 'first'), relatedTo('first', 'secret'), secret, aDocumentReference()]
    expect(classifyNotes(documents, open)).toEqual(['withhold', 'withhold', 'withhold', 'read'])
  })

  test('to a note that is read, or that nobody found, is judged by itself', () => {
    const documents = [relatedTo('first', 'note1'), relatedTo('lost', 'nobody'), aDocumentReference()]
    expect(classifyNotes(documents, open)).toEqual(['read', 'read', 'read'])
  })

  test('in a circle ends', () => {
    expect(classifyNotes([relatedTo('a', 'b'), relatedTo('b', 'a')], open)).toEqual(['read', 'read'])
  })

  test('without an id is still withheld, and taints no other without one', () => {
    const documents = [
      { ...relatedTo('x', 'secret'), id: undefined },
      secret,
      { ...aDocumentReference(), id: undefined },
    ]
    expect(classifyNotes(documents, open)).toEqual(['withhold', 'withhold', 'read'])
  })
})

describe('other resources', () => {
  test('are judged by their labels alone', () => {
    expect(classifyResource(aCondition(onMeta('HIV')), closed)).toBe('withhold')
    expect(classifyResource(aCondition(onMeta('HIV')), open)).toBe('read')
    expect(classifyResource(aCondition({ code: { text: 'Opioid dependence, SUD' } }), closed)).toBe('read')
  })

  test('say when the EHR left parts out', () => {
    const value = 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue'
    expect(isRedacted(aCondition(onMeta('REDACTED', value)))).toBe(true)
    expect(isRedacted(aCondition())).toBe(false)
  })
})
