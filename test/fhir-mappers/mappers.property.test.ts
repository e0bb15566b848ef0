// Whatever a server sends: mappers answer, never throw, and what they answer fits the wire.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encounterRecord } from '#coding/contract/encounter-record.ts'
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId, parsePatientId, parseTenantKey } from '#coding/domain/ids.ts'
import { mapCapabilities } from '#fhir-mappers/capability-statement.ts'
import { buildClaim } from '#fhir-mappers/claim.ts'
import { mapCondition } from '#fhir-mappers/condition.ts'
import { mapCoverage } from '#fhir-mappers/coverage.ts'
import { mapDocumentReference } from '#fhir-mappers/document-reference.ts'
import { mapEncounter } from '#fhir-mappers/encounter.ts'
import { mapEncounterRecord } from '#fhir-mappers/encounter-record.ts'
import { FhirMappersError } from '#fhir-mappers/errors.ts'
import { parseClaim } from '#fhir-mappers/filed-claim.ts'
import { hasForeignEdits } from '#fhir-mappers/foreign-edits.ts'
import { mapMedicationRequest, mapObservation } from '#fhir-mappers/indicator.ts'
import { mapPatient } from '#fhir-mappers/patient.ts'
import { findSpecialty, mapProviderReference } from '#fhir-mappers/practitioner.ts'
import { mapProcedure } from '#fhir-mappers/procedure.ts'
import { parseReference } from '#fhir-mappers/reference.ts'
import { parseGrantedScopes } from '#fhir-mappers/scopes.ts'
import { classifyNote, classifyNotes, classifyResource, isRedacted } from '#fhir-mappers/sensitivity.ts'
import { arbitraryDamage, arbitraryJson } from '../fixtures/fhir/damaged-json.ts'
import { aBuildContext, aDraftClaim } from '../fixtures/fhir/draft-claim.ts'
import { aDocumentReference, EVERY_RESOURCE } from '../fixtures/fhir/resources.ts'

const numRuns = 1000
const patientId = parsePatientId('pat1')
const encounterId = parseEncounterId('enc1')
const policy = { part2: 'withhold', behavioralHealth: 'allow', otherSensitive: 'withhold' } as const

const MAPPERS: Readonly<Record<string, (resource: unknown) => unknown>> = {
  mapPatient,
  mapEncounter,
  mapCondition,
  mapProcedure,
  mapObservation,
  mapMedicationRequest,
  mapCoverage,
  mapProviderReference,
  mapDocumentReference: (resource) => mapDocumentReference(resource, { encounterId, period: {} }),
  mapCapabilities,
  findSpecialty,
  parseReference,
  classifyNote: (resource) => classifyNote(resource, policy),
  classifyNotes: (resource) => classifyNotes([resource, aDocumentReference()], policy),
  classifyResource: (resource) => classifyResource(resource, policy),
  isRedacted,
  hasForeignEdits: (resource) => hasForeignEdits(resource, buildClaim(aDraftClaim(), aBuildContext())),
}

const anyResource = fc.oneof(arbitraryDamage(EVERY_RESOURCE), arbitraryJson)

describe.each(Object.entries(MAPPERS))('%s', (_name, map) => {
  test('answers for any JSON at all', () => {
    fc.assert(
      fc.property(anyResource, (resource) => {
        map(resource)
      }),
      { numRuns },
    )
  })
})

test('a record made of damaged resources still fits the wire and concerns only this patient and encounter', () => {
  const list = fc.array(anyResource, { maxLength: 4 })
  fc.assert(
    fc.property(
      fc.record({
        encounter: anyResource,
        patient: anyResource,
        conditions: list,
        procedures: list,
        observations: list,
        medicationRequests: list,
        coverages: list,
        facility: fc.boolean(),
      }),
      (parts) => {
        const { record, problems } = mapEncounterRecord({
          ...parts,
          tenant: parseTenantKey('tenant'),
          patientId,
          encounterId,
          notes: [],
          sensitivity: policy,
          performer: { role: 'provider' },
          today: parseDateOnly('2026-11-02'),
          timeZone: 'America/New_York',
        })
        expect(encounterRecord.safeParse(record).error).toBeUndefined()
        expect(record.patientId).toBe(patientId)
        expect(record.encounterId).toBe(encounterId)
        expect(problems.every(({ resourceType }) => /^[A-Z][A-Za-z]+$/.test(resourceType))).toBe(true)
      },
    ),
    { numRuns },
  )
})

test('a filed Claim that was damaged is read as far as it goes; another resource is refused', () => {
  const claim = buildClaim(aDraftClaim(), aBuildContext())
  fc.assert(
    fc.property(fc.oneof(arbitraryDamage([claim]), arbitraryJson), (resource) => {
      try {
        parseClaim(resource)
      } catch (error) {
        expect(error).toBeInstanceOf(FhirMappersError)
      }
    }),
    { numRuns },
  )
})

test('scopes are understood or ignored', () => {
  const word = fc.oneof(fc.string(), fc.stringMatching(/^(patient|user)\/[A-Z*][a-z]*\.[a-z*]{0,6}(\?[a-z=|]+)?$/))
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(parseGrantedScopes(words.join(' ')).allows('NoSuchType', 'd', 'system')).toBeTypeOf('boolean')
    }),
    { numRuns },
  )
})
