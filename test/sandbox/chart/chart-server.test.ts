import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildStandaloneUrl, createLaunch, readUsers } from '../../../sandbox/src/chart/chart-server.ts'

function answer(status: number, body: unknown) {
  const fetched = vi.fn<typeof fetch>().mockResolvedValue(new Response(JSON.stringify(body), { status }))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the server of the chart page', () => {
  test('an unknown role is a provider', async () => {
    answer(200, [
      { id: 'a', name: 'A', role: 'coder' },
      { id: 'b', name: 'B', role: 'provider' },
    ])
    expect((await readUsers()).map(({ role }) => role)).toEqual(['coder', 'provider'])
  })

  test('a launch is asked for with patient, encounter, user and base', async () => {
    const fetched = answer(200, { launchUrl: 'http://localhost/launch.html', messagingHandle: 'h' })
    const launch = { patientId: 'p', encounterId: 'e', userId: 'u', base: 'charges' } as const
    expect(await createLaunch(launch)).toEqual({ url: 'http://localhost/launch.html', messagingHandle: 'h' })
    expect(fetched.mock.calls[0]?.[1]?.body).toBe(JSON.stringify(launch))
  })

  test.each([
    [500, {}, 'rejected'],
    [200, {}, 'bad-response'],
    [200, { launchUrl: 1 }, 'bad-response'],
    [200, { launchUrl: 'http://localhost/launch.html' }, 'bad-response'],
  ])('%i with %o is %s', async (status, body, code) => {
    answer(status, body)
    const launch = { patientId: 'p', encounterId: 'e', userId: 'u', base: 'fhir' } as const
    await expect(createLaunch(launch)).rejects.toMatchObject({ code })
  })

  test('the standalone address keeps the issuer and drops the launch', () => {
    const url = new URL(buildStandaloneUrl('http://localhost:1/launch.html?iss=http%3A%2F%2Fehr%2Ffhir&launch=abc'))
    expect(url.searchParams.get('iss')).toBe('http://ehr/fhir')
    expect(url.searchParams.has('launch')).toBe(false)
  })
})
