import { describe, expect, test } from 'vitest'
import { aClaim } from '../tiny-record.ts'
import { aFhirBase } from './fhir-base.ts'

const bare = { resourceType: 'Claim', status: 'draft' }

describe('what is not valid R4 is never stored', () => {
  const writes: readonly [string, string, Record<string, string>][] = [
    ['a create', 'POST /Claim', {}],
    ['an update', 'PUT /Claim/c1', {}],
    ['a conditional create', 'POST /Claim', { 'if-none-exist': 'identifier=x' }],
    ['a conditional update', 'PUT /Claim?identifier=x', {}],
  ]
  test.each(writes)('%s answers 400 with the missing elements', async (_, request, headers) => {
    const [method = '', url = ''] = request.split(' ')
    const { call, store } = await aFhirBase()
    const body = url.endsWith('c1') ? { ...bare, id: 'c1' } : bare
    const answer = await call(method, url, { body, headers })
    expect(answer.status).toBe(400)
    expect(answer.json.resourceType).toBe('OperationOutcome')
    expect(answer.text).toContain('Claim.insurance')
    expect(store.current('Claim').size).toBe(0)
  })

  test('a patch that makes a resource invalid changes nothing', async () => {
    const { call } = await aFhirBase()
    const patch = JSON.stringify([{ op: 'remove', path: '/status' }])
    const answer = await call('PATCH', '/Encounter/enc1', {
      body: patch,
      headers: { 'content-type': 'application/json-patch+json' },
    })
    expect(answer.status).toBe(400)
    expect((await call('GET', '/Encounter/enc1')).json.status).toBe('finished')
  })

  test('a property that R4 does not have is refused', async () => {
    const { call } = await aFhirBase()
    expect((await call('POST', '/Claim', { body: { ...aClaim('a'), colour: 'red' } })).status).toBe(400)
  })

  test('$validate gives the verdict without storing', async () => {
    const { call, store } = await aFhirBase()
    const good = await call('POST', '/Claim/$validate', { body: aClaim('a') })
    const bad = await call('POST', '/Claim/$validate', { body: bare })
    const wrapped = await call('POST', '/Claim/$validate', {
      body: { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: bare }] },
    })
    expect(good.json.issue[0].severity).toBe('information')
    expect([bad.status, bad.json.issue[0].severity]).toEqual([200, 'error'])
    expect(wrapped.json.issue[0].severity).toBe('error')
    expect(store.current('Claim').size).toBe(0)
  })
})
