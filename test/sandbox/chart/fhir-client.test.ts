import { afterEach, describe, expect, test, vi } from 'vitest'
import { ChartError, getMessage } from '../../../sandbox/src/chart/errors.ts'
import { createFhirClient } from '../../../sandbox/src/chart/fhir-client.ts'
import { aNote } from './a-note.ts'

const client = createFhirClient('/open/fhir')

function answer(...answers: readonly [status: number, body: unknown][]) {
  const fetched = vi.fn<typeof fetch>()
  for (const [status, body] of answers) {
    fetched.mockResolvedValueOnce(new Response(body === undefined ? null : JSON.stringify(body), { status }))
  }
  vi.stubGlobal('fetch', fetched)
  return fetched
}

afterEach(() => {
  vi.unstubAllGlobals()
})

async function findError(promise: Promise<unknown>): Promise<ChartError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ChartError)) throw new Error('expected a ChartError')
  return error
}

describe('the FHIR client of the chart', () => {
  test('an update carries the version that it builds on', async () => {
    const fetched = answer([200, aNote({ versionId: '8' })])
    const stored = await client.update(aNote({ versionId: '7' }))
    const [url, init] = fetched.mock.calls[0] ?? []
    expect(url).toBe('/open/fhir/DocumentReference/note-1')
    expect(init?.method).toBe('PUT')
    expect(new Headers(init?.headers).get('if-match')).toBe('W/"7"')
    expect(stored.meta?.versionId).toBe('8')
  })

  test('a create asks for the resource back and names no version', async () => {
    const fetched = answer([201, aNote()])
    const { id: _id, ...fresh } = aNote()
    await client.create(fresh)
    const [, init] = fetched.mock.calls[0] ?? []
    const headers = new Headers(init?.headers)
    expect(headers.get('prefer')).toBe('return=representation')
    expect(headers.has('if-match')).toBe(false)
  })

  test('a search follows the next links, and keeps only what was asked for', async () => {
    const fetched = answer(
      [
        200,
        { resourceType: 'Bundle', entry: [{ resource: aNote({ id: 'a' }) }], link: [{ relation: 'next', url: '/p2' }] },
      ],
      [
        200,
        {
          resourceType: 'Bundle',
          entry: [{ resource: { resourceType: 'Patient', id: 'x' } }, { resource: aNote({ id: 'b' }) }],
        },
      ],
    )
    const notes = await client.search('DocumentReference', { subject: 'Patient/p' })
    expect(notes.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(fetched.mock.calls.map(([url]) => url)).toEqual(['/open/fhir/DocumentReference?subject=Patient%2Fp', '/p2'])
  })

  test('a server that pages for ever is left after ten pages', async () => {
    const page = [200, { resourceType: 'Bundle', link: [{ relation: 'next', url: '/again' }] }] as const
    const fetched = answer(...Array.from({ length: 12 }, (): [number, unknown] => [...page]))
    await client.search('Patient', {})
    expect(fetched).toHaveBeenCalledTimes(10)
  })

  test.each([
    [409, 'conflict'],
    [412, 'conflict'],
    [404, 'not-found'],
    [410, 'not-found'],
    [422, 'rejected'],
    [500, 'unreachable'],
  ] as const)('%i is %s', async (status, code) => {
    answer([status, { resourceType: 'OperationOutcome', issue: [] }])
    expect((await findError(client.read('Patient', 'x'))).code).toBe(code)
  })

  test('a refusal passes on what the server says', async () => {
    answer([400, { resourceType: 'OperationOutcome', issue: [{ details: { text: 'Missing required property' } }] }])
    expect((await findError(client.update(aNote()))).message).toContain('Missing required property')
  })

  test('no network is unreachable, and says what to do', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('failed')))
    const error = await findError(client.read('Patient', 'x'))
    expect(error.code).toBe('unreachable')
    expect(getMessage(error)).toContain('Check that the sandbox is running')
  })

  test.each([undefined, { resourceType: 'Patient' }, { resourceType: 'Observation', id: 'x' }, 'text'])(
    'an answer that is not the resource is a bad response (%#)',
    async (body) => {
      answer([200, body])
      expect((await findError(client.read('Patient', 'x'))).code).toBe('bad-response')
    },
  )
})
