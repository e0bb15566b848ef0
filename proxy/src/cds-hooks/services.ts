/**
 * What `GET /cds-services` lists: one service a hook, each with the least that it needs
 * (https://cds-hooks.hl7.org/2.0/, "Discovery" and "Prefetch Template").
 */

export type Hook = 'patient-view' | 'encounter-start' | 'encounter-discharge' | 'order-sign'

/** What a service may be given ahead, by the name that it has in a request. */
export type PrefetchKey = 'patient' | 'encounter' | 'notes' | 'diagnoses' | 'problems'

export type HookService = {
  readonly id: string
  readonly hook: Hook
  readonly title: string
  readonly description: string
  readonly prefetch: Readonly<Record<PrefetchKey, string>>
  readonly usageRequirements: string
}

/** The same searches as the sidebar's, so that both read the same and ask the same. Reads and equality of tokens alone. */
const PREFETCH: HookService['prefetch'] = {
  patient: 'Patient/{{context.patientId}}',
  encounter: 'Encounter/{{context.encounterId}}',
  notes: 'DocumentReference?patient={{context.patientId}}&category=clinical-note',
  diagnoses: 'Condition?patient={{context.patientId}}&category=encounter-diagnosis',
  problems: 'Condition?patient={{context.patientId}}&category=problem-list-item',
}

const NEEDS = 'Needs an encounter in the context. Prefetch is enough where notes are inline; else a token for reads.'

function describe(hook: Hook, words: Pick<HookService, 'id' | 'title' | 'description'>): HookService {
  return { hook, ...words, prefetch: PREFETCH, usageRequirements: NEEDS }
}

export const HOOK_SERVICES: readonly HookService[] = [
  describe('patient-view', {
    id: 'postil-open-questions',
    title: 'Open documentation questions',
    description: 'Shows at most three questions that the notes of the open encounter leave to their author.',
  }),
  describe('encounter-start', {
    id: 'postil-encounter-start',
    title: 'Documentation questions at the start',
    description: 'Shows questions that notes already written for this encounter leave open.',
  }),
  describe('encounter-discharge', {
    id: 'postil-encounter-discharge',
    title: 'Documentation questions before discharge',
    description: 'Shows what the notes leave open before the encounter ends.',
  }),
  describe('order-sign', {
    id: 'postil-order-sign',
    title: 'Documentation questions about orders',
    description: 'Shows what the notes leave open when an order is signed.',
  }),
]

export function findService(id: string): HookService | undefined {
  return HOOK_SERVICES.find((service) => service.id === id)
}
