/** A general FHIR server of the HAPI kind: takes everything, with small pages and next links that say nothing. */
import { native, type Personality } from './personality.ts'

export const hapi: Personality = {
  ...native,
  software: { name: 'HAPI FHIR Server', version: '8.4.0' },
  paging: { default: 20, largest: 200, links: 'opaque' },
}
