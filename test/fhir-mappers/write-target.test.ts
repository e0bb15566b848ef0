import { describe, expect, test } from 'vitest'
import type { TenantConfiguration, WriteTarget } from '#coding/contract/tenant.ts'
import { type Capabilities, hasInteraction, mapCapabilities } from '#fhir-mappers/capability-statement.ts'
import { parseGrantedScopes } from '#fhir-mappers/scopes.ts'
import {
  decideWriteTarget,
  findPostRefusal,
  findQueryRefusal,
  findWorkTaskRefusal,
  type TargetRefusal,
  type WriteTargetInput,
} from '#fhir-mappers/write-target.ts'

const resource = (type: string, ...codes: string[]) => ({
  type,
  interaction: codes.map((code) => ({ code })),
  conditionalCreate: type === 'Claim',
  versioning: type === 'Claim' ? 'versioned-update' : 'sometimes',
  searchParam: [{ name: 'identifier', type: 'token' }],
})

function statement(...resources: unknown[]) {
  return {
    resourceType: 'CapabilityStatement',
    software: { name: 'Example EHR', version: '9.1' },
    rest: [{ mode: 'server', resource: resources, interaction: [{ code: 'transaction' }] }],
  }
}

function capabilities(...resources: unknown[]): Capabilities {
  const mapped = mapCapabilities(statement(...resources))
  if (!mapped.ok) throw new Error(mapped.problem.code)
  return mapped.value
}

describe('mapCapabilities', () => {
  test('says what the server does with each type', () => {
    const found = capabilities(resource('Claim', 'read', 'create'), resource('Task', 'read'))
    expect(found.transaction).toBe(true)
    expect(found.software).toEqual({ name: 'Example EHR', version: '9.1' })
    expect(hasInteraction(found, 'Claim', 'create')).toBe(true)
    expect(hasInteraction(found, 'Task', 'create')).toBe(false)
    expect(hasInteraction(found, 'constructor', 'create')).toBe(false)
    expect(found.resources.get('Claim')).toMatchObject({ conditionalCreate: true, versioning: 'versioned-update' })
    expect(found.resources.get('Task')).toMatchObject({ conditionalCreate: false, versioning: 'no-version' })
    expect(found.resources.get('Claim')?.searchParameters.has('identifier')).toBe(true)
  })

  test.each([
    [{ resourceType: 'CapabilityStatement' }],
    [
      {
        resourceType: 'CapabilityStatement',
        rest: [null, { mode: 'client', resource: [resource('Claim', 'create')] }],
      },
    ],
    [{ resourceType: 'CapabilityStatement', rest: { resource: { type: 7, interaction: 'create' } } }],
  ])('a statement that says little allows nothing', (value) => {
    const mapped = mapCapabilities(value)
    expect(mapped.ok && hasInteraction(mapped.value, 'Claim', 'create')).toBe(false)
    expect(mapped.ok && mapped.value.transaction).toBe(false)
  })

  test('another resource is refused', () => {
    expect(mapCapabilities({ resourceType: 'Bundle' })).toMatchObject({ ok: false })
  })
})

describe('decideWriteTarget', () => {
  const all = capabilities(resource('Claim', 'create'), resource('ChargeItem', 'create'), resource('Task', 'create'))
  const scopes = parseGrantedScopes('user/Claim.cru user/ChargeItem.cru user/Task.cru')
  const tenant = (writeTargets: WriteTarget[], vendor: TenantConfiguration['vendor'] = 'sandbox') => ({
    vendor,
    writeTargets,
  })
  const everything = tenant(['Task', 'ChargeItem', 'Claim', 'queue'])

  test.each<[string, WriteTargetInput, [target: WriteTarget, refusals: TargetRefusal[]]]>([
    ['the best that all four allow', { tenant: everything, capabilities: all, scopes }, ['Claim', []]],
    [
      'without opt-in',
      { tenant: tenant([]), capabilities: all, scopes },
      ['queue', ['not-opted-in', 'not-opted-in', 'not-opted-in']],
    ],
    [
      'without create',
      {
        tenant: everything,
        capabilities: capabilities(resource('Claim', 'read'), resource('ChargeItem', 'create')),
        scopes,
      },
      ['ChargeItem', ['no-create']],
    ],
    [
      'without scope',
      { tenant: everything, capabilities: all, scopes: parseGrantedScopes('user/*.read user/Task.c') },
      ['Task', ['no-scope', 'no-scope']],
    ],
    [
      'with a scope for another level',
      { tenant: everything, capabilities: all, scopes: parseGrantedScopes('patient/ChargeItem.c') },
      ['ChargeItem', ['no-scope']],
    ],
    [
      'after a refusal',
      { tenant: everything, capabilities: all, scopes, demoted: ['Claim'] },
      ['ChargeItem', ['demoted']],
    ],
    ['on an open server', { tenant: tenant(['Claim'], 'hapi'), capabilities: all, scopes: undefined }, ['Claim', []]],
    [
      'without a statement',
      { tenant: everything, capabilities: undefined, scopes },
      ['queue', ['no-create', 'no-create', 'no-create']],
    ],
    [
      'at Epic, whatever it lists',
      { tenant: { ...everything, vendor: 'epic' }, capabilities: all, scopes },
      ['queue', ['vendor-never', 'vendor-never', 'vendor-never']],
    ],
    [
      'at Oracle, whose charge call is no draft',
      { tenant: { ...everything, vendor: 'oracle' }, capabilities: all, scopes },
      ['queue', ['vendor-never', 'vendor-never', 'vendor-never']],
    ],
  ])('%s', (_case, input, [target, refusals]) => {
    const decision = decideWriteTarget(input)
    expect(decision.target).toBe(target)
    expect(decision.refused.map(({ because }) => because)).toEqual(refusals)
  })
})

describe('findQueryRefusal', () => {
  const PARTS = ['Task', 'Questionnaire', 'QuestionnaireResponse']
  const all = capabilities(...PARTS.map((type) => resource(type, 'create')))
  const granted = parseGrantedScopes(PARTS.map((type) => `user/${type}.crs`).join(' '))
  const open: Parameters<typeof findQueryRefusal>[0] = {
    tenant: { vendor: 'other', writeTargets: ['Task'] },
    capabilities: all,
    scopes: granted,
  }

  test('lets a query go where tenant, server and grant allow every part of it', () => {
    expect(findQueryRefusal(open)).toBeUndefined()
    expect(findQueryRefusal({ ...open, scopes: undefined })).toBeUndefined()
  })

  test.each<[TargetRefusal, Partial<Parameters<typeof findQueryRefusal>[0]>]>([
    ['not-opted-in', { tenant: { vendor: 'other', writeTargets: ['Claim', 'queue'] } }],
    ['vendor-never', { tenant: { vendor: 'epic', writeTargets: ['Task'] } }],
    ['no-create', { capabilities: undefined }],
    ['no-create', { capabilities: capabilities(resource('Task', 'create'), resource('Questionnaire', 'create')) }],
    ['no-scope', { scopes: parseGrantedScopes('user/Task.c user/Questionnaire.c') }],
    ['no-scope', { scopes: parseGrantedScopes('user/*.rs') }],
  ])('says %s', (because, changes) => {
    expect(findQueryRefusal({ ...open, ...changes })).toBe(because)
  })
})

describe('findWorkTaskRefusal', () => {
  const open: Parameters<typeof findWorkTaskRefusal>[0] = {
    tenant: { vendor: 'other', writeTargets: ['Task'], workTasks: true },
    capabilities: capabilities(resource('Task', 'create', 'read', 'update')),
    scopes: parseGrantedScopes('user/Task.crus'),
  }

  test('lets the list be kept where site, server and grant allow to create and to change', () => {
    expect(findWorkTaskRefusal(open)).toBeUndefined()
    expect(findWorkTaskRefusal({ ...open, scopes: undefined })).toBeUndefined()
  })

  test.each<[TargetRefusal, Partial<Parameters<typeof findWorkTaskRefusal>[0]>]>([
    ['not-opted-in', { tenant: { vendor: 'other', writeTargets: ['Task'] } }],
    ['not-opted-in', { tenant: { vendor: 'other', writeTargets: ['Task'], workTasks: false } }],
    ['not-opted-in', { tenant: { vendor: 'other', writeTargets: ['Claim'], workTasks: true } }],
    ['vendor-never', { tenant: { vendor: 'oracle', writeTargets: ['Task'], workTasks: true } }],
    ['no-create', { capabilities: undefined }],
    ['no-create', { capabilities: capabilities(resource('Task', 'create', 'read')) }],
    ['no-scope', { scopes: parseGrantedScopes('user/Task.crs') }],
    ['no-scope', { scopes: parseGrantedScopes('user/Task.cu') }],
  ])('says %s', (because, changes) => {
    expect(findWorkTaskRefusal({ ...open, ...changes })).toBe(because)
  })
})

describe('findPostRefusal', () => {
  const charges = {
    ...resource('ChargeItem', 'read', 'search-type'),
    operation: [{ name: '$create', definition: 'x' }],
  }
  const billCodes = { base: 'https://fhir.cerner.com/s/CodeSystem', schedules: { cpt: '1', hcpcs: '2' } }
  const input = {
    tenant: { vendor: 'oracle' as const, writeTargets: ['ChargeItem.$create' as const], billCodes },
    capabilities: capabilities(charges),
    scopes: parseGrantedScopes('user/ChargeItem.crus'),
  }
  const { billCodes: _, ...unnamed } = input.tenant

  test('is none where site, server and grant agree', () => {
    expect(findPostRefusal(input)).toBeUndefined()
    expect(findPostRefusal({ ...input, scopes: undefined })).toBeUndefined()
  })

  test.each([
    ['the site has not turned it on', { tenant: { ...input.tenant, writeTargets: [] } }, 'not-opted-in'],
    ['the site has not named its bill codes', { tenant: unnamed }, 'not-opted-in'],
    ['another vendor', { tenant: { ...input.tenant, vendor: 'hapi' as const } }, 'vendor-never'],
    ['no statement', { capabilities: undefined }, 'no-create'],
    ['a create that is no operation', { capabilities: capabilities(resource('ChargeItem', 'create')) }, 'no-create'],
    ['no way to look', { capabilities: capabilities({ ...charges, interaction: [] }) }, 'no-create'],
    ['not granted', { scopes: parseGrantedScopes('user/ChargeItem.rs') }, 'no-scope'],
    ['refused before', { demoted: ['ChargeItem.$create' as const] }, 'demoted'],
  ])('%s', (_name, changes, refusal) => {
    expect(findPostRefusal({ ...input, ...changes })).toBe(refusal)
  })

  test('is never where a draft goes', () => {
    const tenant = { vendor: 'oracle' as const, writeTargets: ['ChargeItem.$create' as const, 'queue' as const] }
    expect(decideWriteTarget({ ...input, tenant }).target).toBe('queue')
  })
})
