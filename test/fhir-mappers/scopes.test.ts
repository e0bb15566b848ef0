import { describe, expect, test } from 'vitest'
import { buildScopes, parseGrantedScopes, type ScopeLetter, type ScopeLevel } from '#fhir-mappers/scopes.ts'

describe('granted scopes', () => {
  test.each<[string, [string, ScopeLetter, ScopeLevel?], boolean]>([
    ['patient/Condition.rs', ['Condition', 'r', 'patient'], true],
    ['patient/Condition.rs', ['Condition', 's', 'patient'], true],
    ['patient/Condition.rs', ['Condition', 'c', 'patient'], false],
    ['patient/Condition.rs', ['Condition', 'r', 'user'], false],
    ['patient/Condition.rs', ['Condition', 'r'], true],
    ['patient/Condition.rs', ['Procedure', 'r'], false],
    ['user/Claim.cru', ['Claim', 'u', 'user'], true],
    ['user/Claim.write', ['Claim', 'c', 'user'], true],
    ['user/Claim.write', ['Claim', 'r', 'user'], false],
    ['patient/*.read', ['Observation', 's', 'patient'], true],
    ['patient/*.*', ['Claim', 'd', 'patient'], true],
    ['system/*.cruds', ['Task', 'c', 'system'], true],
    ['launch openid\n user/Task.c  online_access', ['Task', 'c', 'user'], true],
    // A grant limited by a search: some of it may be read, no write is certain.
    ['patient/Condition.rs?category=encounter-diagnosis', ['Condition', 'r', 'patient'], true],
    ['user/DocumentReference.c?category=clinical-note', ['DocumentReference', 'c', 'user'], false],
    // Not in the order that the specification has, or not a scope at all.
    ['user/Claim.uc', ['Claim', 'c', 'user'], false],
    ['user/Claim.', ['Claim', 'c', 'user'], false],
    ['user/claim.c', ['Claim', 'c', 'user'], false],
    ['admin/Claim.c', ['Claim', 'c'], false],
    ['xuser/Claim.c', ['Claim', 'c'], false],
    ['', ['Claim', 'c'], false],
  ])('"%s" for %o: %s', (text, question, allowed) => {
    expect(parseGrantedScopes(text).allows(...question)).toBe(allowed)
  })

  test('knows scopes without a resource', () => {
    const scopes = parseGrantedScopes('launch openid online_access')
    expect(scopes.has('online_access')).toBe(true)
    expect(scopes.has('offline_access')).toBe(false)
  })
})

describe('buildScopes', () => {
  const v2 = ['permission-v2', 'context-standalone-encounter']

  test('asks for the launch context and the least reads, and for no write without opt-in', () => {
    const scopes = buildScopes({ launch: 'ehr', capabilities: v2, writeTargets: ['queue'] }).split(' ')
    expect(scopes).toEqual(
      expect.arrayContaining(['launch', 'openid', 'fhirUser', 'patient/Patient.r', 'patient/Condition.rs']),
    )
    expect(scopes.filter((scope) => /\.\w*[cud]/.test(scope))).toEqual([])
    expect(scopes.join(' ')).not.toContain('*')
  })

  test('asks to write what the tenant opted in to, with what belongs to it', () => {
    const scopes = buildScopes({ launch: 'ehr', capabilities: v2, writeTargets: ['Claim', 'queue'] }).split(' ')
    expect(scopes).toEqual(expect.arrayContaining(['user/Claim.crus', 'user/Provenance.crs', 'user/Device.crs']))
    expect(scopes.join(' ')).not.toContain('ChargeItem')
  })

  test('asks for the form of a query and its answer only where Tasks are wanted', () => {
    const ask = (writeTargets: ('Claim' | 'Task')[]) => buildScopes({ launch: 'ehr', capabilities: v2, writeTargets })
    expect(ask(['Task'])).toContain('user/Questionnaire.crs user/QuestionnaireResponse.crs')
    expect(ask(['Claim'])).not.toContain('Questionnaire')
  })

  test('asks in version 1 where the server does not name version 2', () => {
    const text = buildScopes({
      launch: 'ehr',
      capabilities: ['launch-ehr', 'permission-patient'],
      writeTargets: ['Claim'],
    })
    const scopes = text.split(' ')
    expect(scopes).toEqual(expect.arrayContaining(['patient/Patient.read', 'user/Claim.read', 'user/Claim.write']))
    expect(text).not.toMatch(/\.(rs|r|crus)\b/)
  })

  test.each([
    [v2, 'launch/patient launch/encounter openid'],
    [['permission-v2'], 'launch/patient openid'],
    [[], 'launch/patient launch/encounter openid'],
  ])('a standalone launch with %o asks for %s', (capabilities, start) => {
    expect(buildScopes({ launch: 'standalone', capabilities, writeTargets: [] })).toMatch(new RegExp(`^${start}`))
  })

  test.each([
    ['as version 2 where that is named', v2, ['patient/RelatedPerson.rs'], ['patient/RelatedPerson.rs']],
    [
      'as version 1 of a server of that time',
      ['permission-v1'],
      ['patient/RelatedPerson.read'],
      ['patient/RelatedPerson.read'],
    ],
    ['not where nothing is named', v2, [], []],
    ['not for a wildcard', v2, ['patient/*.rs'], []],
  ])('relatives are asked for %s', (...[, capabilities, offered, asked]) => {
    const scopes = buildScopes({ launch: 'ehr', capabilities, offered, writeTargets: [] })
    expect(scopes.split(' ').filter((scope) => scope.includes('RelatedPerson'))).toEqual(asked)
  })

  test('what is asked for is understood when it is granted as it stands', () => {
    for (const capabilities of [v2, ['permission-v1']]) {
      const scopes = parseGrantedScopes(
        buildScopes({ launch: 'ehr', capabilities, writeTargets: ['Claim', 'ChargeItem', 'Task'] }),
      )
      expect(scopes.allows('DocumentReference', 's', 'patient')).toBe(true)
      expect(scopes.allows('Claim', 'c', 'user')).toBe(true)
      expect(scopes.allows('Provenance', 'c')).toBe(true)
    }
  })
})
