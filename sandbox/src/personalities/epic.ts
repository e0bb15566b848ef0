/**
 * Epic-like, after what public sources say of its R4 API: no Claim and no ChargeItem, creates of a few types only, no
 * update, no bundles, no conditions, no versions; a create answers 201 with nothing in it and a relative Location.
 */
import { type Interaction, native, type Personality } from './personality.ts'

const ABSENT = new Set(['Claim', 'ChargeItem', 'Account', 'ChargeItemDefinition'])
const CREATABLE = new Set(['Condition', 'DocumentReference', 'QuestionnaireResponse', 'Communication', 'Observation'])
const reads: ReadonlySet<Interaction> = new Set(['read', 'search-type'])
const readsAndCreate: ReadonlySet<Interaction> = new Set(['read', 'search-type', 'create'])

export const epic: Personality = {
  ...native,
  software: { name: 'Epic', version: 'August 2026' },
  listInteractions: (type) => {
    if (ABSENT.has(type)) return new Set()
    return CREATABLE.has(type) ? readsAndCreate : reads
  },
  // Community resource workflows have Tasks; an app for clinicians is not given the API that the statement lists.
  unlicensed: new Set(['Task']),
  hasBundles: false,
  hasConditionalCreate: false,
  hasVersions: false,
  created: 'nothing',
  location: 'relative',
}
