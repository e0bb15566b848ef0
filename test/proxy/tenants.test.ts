import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '#proxy/config.ts'
import {
  createTenantDirectory,
  describeTenant,
  findRole,
  parseTenants,
  readTenants,
  type SmartTenant,
} from '#proxy/tenants.ts'
import { ISSUER, openRow, otherRow, smartRow } from './proxy-fixture.ts'

const parse = (rows: readonly object[], profile: 'sandbox' | 'production' = 'sandbox') =>
  parseTenants({ tenants: rows }, profile)

function smart(changes: object = {}): SmartTenant {
  const [tenant] = parse([{ ...smartRow, ...changes }])
  if (tenant?.kind !== 'smart') throw new TypeError('not a SMART tenant')
  return tenant
}

describe('the tenants file', () => {
  test.each([
    ['one that the operator allows', 'claude-opus-5-5', true],
    ['none', 'none', true],
    ['another', 'claude-haiku-5-5', false],
  ])('may name as the second model %s: %s, %s', (_, modelOnRefusal, isAllowed) => {
    const tenantsFile = path.join(mkdtempSync(path.join(tmpdir(), 'postil-tenants-')), 'tenants.json')
    writeFileSync(tenantsFile, JSON.stringify({ tenants: [{ ...smartRow, modelOnRefusal }] }))
    const { model } = parseConfig({
      POSTIL_PROFILE: 'sandbox',
      POSTIL_TENANTS_FILE: tenantsFile,
      POSTIL_MODEL_API_KEY: 'sk-test',
      POSTIL_MODEL_ON_REFUSAL: 'claude-opus-5-5',
    })
    if (!model) throw new TypeError('There is no model.')
    const read = () => readTenants({ tenantsFile, profile: 'sandbox', model })
    if (isAllowed) expect(read()).toHaveLength(1)
    else expect(read).toThrow(/^POSTIL_TENANTS_FILE: hospital names a modelOnRefusal/)
  })

  test('is found by issuer, with or without the closing slash', () => {
    const directory = createTenantDirectory(parse([smartRow, otherRow]))
    expect(directory.findByIssuer(`${ISSUER}/`)?.key).toBe('hospital')
    expect(directory.findByIssuer(ISSUER)?.key).toBe('hospital')
    expect(directory.findByIssuer(`${ISSUER}/x`)).toBeUndefined()
    expect(directory.findByIssuer(ISSUER.toUpperCase())).toBeUndefined()
  })

  test.each([
    ['a repeated key', [smartRow, { ...otherRow, key: 'hospital' }]],
    ['a repeated issuer', [smartRow, { ...otherRow, issuer: `${ISSUER}/` }]],
    ['a field that nobody knows', [{ ...smartRow, extra: 1 }]],
    ['a symmetric algorithm', [{ ...smartRow, idToken: { ...smartRow.idToken, algorithms: ['HS256'] } }]],
    ['a wildcard origin', [{ ...smartRow, allowedOrigins: ['*'] }]],
    ['an origin with a path', [{ ...smartRow, frameAncestors: ['https://chart.example/x'] }]],
    ['an address of another scheme', [{ ...smartRow, issuer: 'file:///etc/passwd' }]],
    ['a role that does not exist', [{ ...smartRow, roles: { default: 'doctor' } }]],
    ['a limit of nothing', [{ ...smartRow, limits: { requestsPerMinute: 0 } }]],
    ['the key of the proxy itself', [{ ...smartRow, key: 'postil-proxy' }]],
    ['no roles', [{ ...smartRow, roles: undefined }]],
    ['an open server without a role', [{ ...openRow, role: undefined }]],
  ])('is refused for %s', (_, rows) => {
    expect(() => parse(rows)).toThrow('POSTIL_TENANTS_FILE')
  })

  test.each([
    ['an open server', [openRow]],
    ['an http issuer', [{ ...smartRow, issuer: 'http://ehr.example/fhir' }]],
    ['keys over http', [{ ...smartRow, idToken: { ...smartRow.idToken, jwksUrl: 'http://ehr.example/jwks' } }]],
    ['introspection over http', [{ ...smartRow, introspection: { url: 'http://ehr.example/i', clientId: 'c' } }]],
  ])('may have %s in the sandbox and not in production', (_, rows) => {
    expect(parse(rows)).toHaveLength(1)
    expect(() => parse(rows, 'production')).toThrow('production')
  })

  test('shows a browser what it needs and nothing else', () => {
    expect(
      describeTenant(smart({ introspection: { url: 'https://ehr.example/i', clientId: 'c', secretFile: '/s' } })),
    ).toEqual({
      tenant: 'hospital',
      issuer: ISSUER,
      name: 'Hospital',
      kind: 'smart',
      vendor: 'sandbox',
      pkce: 'required',
      clientId: 'postil-client',
      writeTargets: ['Claim', 'queue'],
      sensitivity: smartRow.sensitivity,
    })
  })
})

test.each([
  ['Practitioner/coder-1', 'coder'],
  [`${ISSUER}/Practitioner/coder-1`, 'coder'],
  ['https://elsewhere.example/fhir/Practitioner/coder-1', 'provider'],
  ['Practitioner/someone', 'provider'],
  ['PractitionerRole/someone', 'provider'],
  ['Practitioner/constructor', 'provider'],
  ['Patient/patient-1', undefined],
  ['RelatedPerson/1', undefined],
  ['Practitioner/', undefined],
  ['Practitioner/x/_history/1', undefined],
  ['', undefined],
])('«%s» has the role %s', (fhirUser, role) => {
  expect(findRole(smart(), fhirUser)).toBe(role)
})

test('nobody who is not named has a role where the default is none', () => {
  const tenant = smart({ roles: { default: 'none', byFhirUser: { 'Practitioner/coder-1': 'coder' } } })
  expect(findRole(tenant, 'Practitioner/coder-1')).toBe('coder')
  expect(findRole(tenant, 'Practitioner/someone')).toBeUndefined()
})

describe('a role by a claim of the id_token', () => {
  const tenant = smart({
    roles: {
      default: 'provider',
      byFhirUser: { 'Practitioner/auditor-1': 'auditor' },
      byClaim: [
        { claim: 'groups', value: 'coders', role: 'coder' },
        { claim: 'groups', value: 'everyone', role: 'provider' },
        { claim: 'job', value: 'admin', role: 'admin' },
      ],
    },
  })
  test.each([
    ['a group', { fhirUser: 'Practitioner/x', claims: { groups: ['everyone', 'coders'] }, role: 'coder' }],
    ['a single value', { fhirUser: 'Practitioner/x', claims: { job: 'admin' }, role: 'admin' }],
    ['no claim', { fhirUser: 'Practitioner/x', claims: {}, role: 'provider' }],
    [
      'a name, before any claim',
      { fhirUser: 'Practitioner/auditor-1', claims: { groups: ['coders'] }, role: 'auditor' },
    ],
    ['a claim alone', { fhirUser: '', claims: { groups: ['coders'] }, role: 'coder' }],
    ['nothing at all', { fhirUser: '', claims: {}, role: undefined }],
    [
      'a value that only begins alike',
      { fhirUser: '', claims: { groups: ['coders2'], job: ['adm'] }, role: undefined },
    ],
    ['a group of patients', { fhirUser: 'Patient/1', claims: { groups: ['coders'] }, role: undefined }],
    ['a claim of a prototype', { fhirUser: '', claims: { constructor: 'x' }, role: undefined }],
  ])('comes from %s', (_, { fhirUser, claims, role }) => {
    expect(findRole(tenant, fhirUser, claims)).toBe(role)
  })
})
