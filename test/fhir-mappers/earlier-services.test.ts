import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { claimContext } from '#coding/contract/claim-context.ts'
import { parseEncounterId, parsePatientId } from '#coding/domain/ids.ts'
import {
  type HistoryResources,
  type HistoryScope,
  listHistoryProfessionals,
  mapEarlierServices,
} from '#fhir-mappers/earlier-services.ts'
import { CHARGE_ITEM_MODIFIER, CPT, DRAFT_CHARGE_ITEM, DRAFT_CLAIM, HCPCS } from '#fhir-mappers/systems.ts'

const none: HistoryResources = { claims: [], chargeItems: [], procedures: [], encounters: [] }
const scope: HistoryScope = {
  patientId: parsePatientId('p1'),
  encounterId: parseEncounterId('e1'),
  period: { start: '2026-11-02' as never },
  performer: 'Practitioner/me',
  organization: 'Organization/group',
  sensitivity: { part2: 'withhold', behavioralHealth: 'allow', otherSensitive: 'allow' },
}
const code = (value: string, system = CPT) => ({ coding: [{ system, code: value }] })
const mine = { reference: 'Patient/p1' }

const aClaim = (changes: object = {}, item: object = {}) => ({
  resourceType: 'Claim',
  status: 'active',
  use: 'claim',
  patient: mine,
  provider: { reference: 'Organization/group' },
  billablePeriod: { start: '2026-03-01' },
  careTeam: [{ sequence: 1, provider: { reference: 'Practitioner/me' }, role: code('primary') }],
  item: [{ sequence: 1, careTeamSequence: [1], productOrService: code('99213'), quantity: { value: 1 }, ...item }],
  ...changes,
})
const aCharge = (changes: object = {}) => ({
  resourceType: 'ChargeItem',
  status: 'billed',
  subject: mine,
  code: code('20610'),
  occurrenceDateTime: '2026-04-01T10:00:00Z',
  performer: [{ actor: { reference: 'Practitioner/me' } }],
  quantity: { value: 2 },
  ...changes,
})
const aProcedure = (changes: object = {}) => ({
  resourceType: 'Procedure',
  status: 'completed',
  subject: mine,
  code: code('27447'),
  performedDateTime: '2026-10-01',
  performer: [{ actor: { reference: 'Practitioner/me' } }],
  ...changes,
})
const anEncounter = (changes: object = {}) => ({
  resourceType: 'Encounter',
  id: 'e0',
  status: 'finished',
  class: { code: 'AMB' },
  subject: mine,
  period: { start: '2026-02-01T10:00:00Z' },
  participant: [{ type: [code('PPRF')], individual: { reference: 'Practitioner/me' } }],
  ...changes,
})
const aRole = (person: string, specialty: string, organization = 'group') => ({
  resourceType: 'PractitionerRole',
  id: `role-${person}`,
  practitioner: { reference: `Practitioner/${person}` },
  organization: { reference: `Organization/${organization}` },
  specialty: [code(specialty, 'http://nucc.org/provider-taxonomy')],
})
const map = (part: Partial<HistoryResources>, changes: Partial<HistoryScope> = {}) =>
  mapEarlierServices({ ...none, ...part }, { ...scope, ...changes })

describe('mapEarlierServices', () => {
  test('reads a claim that was sent, line by line', () => {
    const item = { modifier: [code('25'), code('RT', HCPCS)], servicedDate: '2026-03-02', quantity: { value: 3 } }
    expect(map({ claims: [aClaim({}, item)] }).priorServices).toEqual([
      { date: '2026-03-02', code: '99213', modifiers: ['25', 'RT'], units: 3, professional: 'same', from: 'claim' },
    ])
  })

  test('reads a charge with its modifiers, and what the chart says was done', () => {
    const extension = [{ url: CHARGE_ITEM_MODIFIER, valueCodeableConcept: code('LT', HCPCS) }]
    expect(map({ chargeItems: [aCharge({ extension })], procedures: [aProcedure()] }).priorServices).toMatchObject([
      { date: '2026-10-01', code: '27447', from: 'procedure', units: 1 },
      { date: '2026-04-01', code: '20610', from: 'charge', units: 2, modifiers: ['LT'] },
    ])
  })

  test.each([
    ['a draft', { claims: [aClaim({ status: 'draft' })] }],
    ['a cancelled claim', { claims: [aClaim({ status: 'cancelled' })] }],
    ['a request for authorization', { claims: [aClaim({ use: 'preauthorization' })] }],
    [
      'what Postil filed for this visit, released',
      {
        claims: [
          aClaim({ identifier: [{ system: DRAFT_CLAIM, value: 'x' }] }, { encounter: [{ reference: 'Encounter/e1' }] }),
        ],
        chargeItems: [
          aCharge({
            status: 'billable',
            identifier: [{ system: DRAFT_CHARGE_ITEM, value: 'x-1' }],
            context: { reference: 'Encounter/e1' },
          }),
        ],
      },
    ],
    ['a planned charge', { chargeItems: [aCharge({ status: 'planned' })] }],
    ['a procedure of this visit', { procedures: [aProcedure({ encounter: { reference: 'Encounter/e1' } })] }],
    ['a procedure of this day that names no visit', { procedures: [aProcedure({ performedDateTime: '2026-11-02' })] }],
    ['a procedure that is not over', { procedures: [aProcedure({ status: 'in-progress' })] }],
    ['another patient’s claim', { claims: [aClaim({ patient: { reference: 'Patient/p2' } })] }],
    ['a claim that does not say whose it is', { claims: [aClaim({ patient: undefined })] }],
    ['this visit itself', { encounters: [anEncounter({ id: 'e1' })] }],
    ['a visit that was cancelled', { encounters: [anEncounter({ status: 'cancelled' })] }],
    ['a message in a chart', { encounters: [anEncounter({ class: { code: 'MSG' } })] }],
  ])('leaves out %s', (_, part) => {
    expect(map(part)).toEqual({ priorServices: [], priorVisits: [], withheld: 0 })
  })

  test('somebody else’s bill for this visit counts: that is the duplicate to be found', () => {
    const item = { encounter: [{ reference: 'Encounter/e1' }], servicedDate: '2026-11-02' }
    expect(map({ claims: [aClaim({}, item)] }).priorServices).toHaveLength(1)
  })

  test('one service in three forms is one, and two lines of a claim stay two', () => {
    const item = { productOrService: code('20610'), servicedDate: '2026-04-01', quantity: { value: 1 } }
    const claim = aClaim({ item: [item, { ...item, modifier: [code('LT', HCPCS)] }] })
    const procedures = [aProcedure({ code: code('20610'), performedDateTime: '2026-04-01' })]
    const { priorServices } = map({ claims: [claim], chargeItems: [aCharge()], procedures })
    expect(priorServices.map(({ from }) => from)).toEqual(['claim', 'claim'])
  })

  test.each([
    ['same group and specialty', [aRole('me', 'FM'), aRole('x', 'FM')], 'same-group-and-specialty'],
    ['another specialty of the group', [aRole('me', 'FM'), aRole('x', 'IM')], 'other'],
    ['another group', [aRole('me', 'FM'), aRole('x', 'FM', 'elsewhere')], 'other'],
    ['no specialty is known', [aRole('me', 'FM')], 'unknown'],
    ['no role was read', [], 'unknown'],
  ])('a colleague: %s', (_, roles, professional) => {
    const careTeam = [{ sequence: 1, provider: { reference: 'Practitioner/x' } }]
    const { priorServices } = map({ claims: [aClaim({ careTeam })], roles })
    expect(priorServices[0]?.professional).toBe(professional)
  })

  test('a performer who is named by role is the same person', () => {
    const roles = [aRole('me', 'FM')]
    const [service] = map({ claims: [aClaim()], roles }, { performer: 'PractitionerRole/role-me' }).priorServices
    expect(service?.professional).toBe('same')
  })

  test('what the policy withholds is counted and not read', () => {
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }]
    const { priorServices, withheld } = map({ claims: [aClaim({ meta: { security } })] })
    expect([priorServices, withheld]).toEqual([[], 1])
  })

  test('names whose roles are to be asked for', () => {
    expect(
      listHistoryProfessionals({ ...none, claims: [aClaim()], encounters: [anEncounter()], procedures: [{}] }),
    ).toEqual(['Practitioner/me'])
  })

  test('anything at all is mapped to what the wire takes', () => {
    const loose = fc.array(
      fc.oneof(
        fc.anything(),
        fc
          .tuple(fc.constantFrom(aClaim(), aCharge(), aProcedure(), anEncounter()), fc.string(), fc.anything())
          .map(([one, key, value]) => ({ ...one, [key]: value })),
      ),
    )
    fc.assert(
      fc.property(fc.tuple(loose, loose, loose, loose), ([claims, chargeItems, procedures, encounters]) => {
        const { withheld: _, ...history } = map({ claims, chargeItems, procedures, encounters })
        expect(claimContext.safeParse({ ...history, unseen: [] }).success).toBe(true)
      }),
      { numRuns: 100 },
    )
  }, 30_000)
})
