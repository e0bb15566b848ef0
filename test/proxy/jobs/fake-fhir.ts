// A FHIR server in memory that searches by date and patient, and misbehaves when it is told to.
import type { DocumentReference, Encounter, Resource } from '@medplum/fhirtypes'
import { parseEncounterId, parseNoteId, parsePatientId } from '#coding/domain/ids.ts'

const PAGE = 5
const TEXT = 'Assessment: knee osteoarthritis, worse on stairs.'

export function createFakeFhir(base: string) {
  const store = new Map<string, Resource>()
  const refused = new Map<string, number>()
  let throttled = 0
  let pauseSeconds = 1
  let asked = 0
  const get = <Kind extends Resource>(reference: string) => store.get(reference) as Kind | undefined
  const put = (resource: Resource): void => {
    store.set(`${resource.resourceType}/${resource.id}`, resource)
  }
  const change = <Kind extends Resource>(reference: string, apply: (resource: Kind) => Kind): (() => void) => {
    const before = get<Kind>(reference)
    if (before) put(apply(before))
    return () => {
      if (before) put(before)
    }
  }
  const text = (words: string): DocumentReference['content'] => [
    { attachment: { contentType: 'text/plain', data: Buffer.from(words).toString('base64') } },
  ]

  const answer = (url: URL): Response => {
    asked += 1
    if (throttled > 0) {
      throttled -= 1
      return new Response(null, { status: 429, headers: { 'retry-after': String(pauseSeconds) } })
    }
    const path = url.href.slice(base.length + 1).split('?')[0] ?? ''
    const refusal = refused.get(path)
    if (refusal !== undefined) return new Response(null, { status: refusal })
    if (path.includes('/')) {
      const resource = store.get(path)
      return resource ? Response.json(resource) : new Response(null, { status: 404 })
    }
    return search(path, url)
  }
  const search = (type: string, url: URL): Response => {
    const patient = url.searchParams.get('patient')
    const start = Number(url.searchParams.get('page') ?? 0)
    const found = [...store.values()].filter((resource) => {
      if (resource.resourceType !== type) return false
      const subject = 'subject' in resource ? (resource.subject as { reference?: string }).reference : undefined
      return patient === null || subject === `Patient/${patient}`
    })
    const next = new URL(url)
    next.searchParams.set('page', String(start + PAGE))
    const link = start + PAGE < found.length ? [{ relation: 'next', url: next.href }] : []
    const entry = found.slice(start, start + PAGE).map((resource) => ({ resource }))
    return Response.json({ resourceType: 'Bundle', type: 'searchset', link, entry })
  }

  return {
    fetch: (async (input: string | URL | Request) =>
      answer(new URL(input instanceof Request ? input.url : input))) as typeof fetch,
    addNotes: (name: string, count: number): void => {
      for (let index = 0; index < count; index++) {
        const id = `${name}-${index}`
        const subject = { reference: `Patient/patient-${id}` }
        put({ resourceType: 'Patient', id: `patient-${id}`, gender: 'female', birthDate: '1960-01-01' })
        put({
          resourceType: 'Encounter',
          id: `encounter-${id}`,
          status: 'finished',
          class: { code: 'AMB' },
          subject,
          period: { start: '2026-03-02T09:00:00Z', end: '2026-03-02T09:30:00Z' },
        })
        put({
          resourceType: 'DocumentReference',
          id: `note-${id}`,
          meta: { versionId: '1' },
          status: 'current',
          docStatus: 'final',
          date: '2026-03-02T09:20:00Z',
          subject,
          context: { encounter: [{ reference: `Encounter/encounter-${id}` }] },
          content: text(TEXT),
        })
      }
    },
    /** So many notes of the visit that is there, its own among them. */
    growVisit: (id: string, notes: number): void => {
      const first = get<DocumentReference>(`DocumentReference/note-${id}`)
      for (let index = 1; first && index < notes; index++) put({ ...first, id: `note-${id}-${index}` })
    },
    refer: (id: string) => ({
      patientId: parsePatientId(`patient-${id}`),
      encounterId: parseEncounterId(`encounter-${id}`),
      noteId: parseNoteId(`note-${id}`),
    }),
    setVersion: (id: string, versionId: string) =>
      change<DocumentReference>(`DocumentReference/${id}`, (one) => ({ ...one, meta: { versionId } })),
    setText: (id: string, words: string) =>
      change<DocumentReference>(`DocumentReference/${id}`, (one) => ({ ...one, content: text(words) })),
    setSubject: (id: string, reference: string) =>
      change<Encounter>(`Encounter/${id}`, (one) => ({ ...one, subject: { reference } })),
    remove: (reference: string) => {
      const before = store.get(reference)
      store.delete(reference)
      return () => {
        if (before) put(before)
      }
    },
    refuse: (path: string, status: number) => {
      refused.set(path, status)
      return () => void refused.delete(path)
    },
    throttle: (times: number, seconds = 1) => {
      throttled = times
      pauseSeconds = seconds
    },
    countAsked: () => asked,
  }
}
