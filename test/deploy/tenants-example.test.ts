// What a site copies first: the example row, and the page that says what to register.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { buildScopes } from '#fhir-mappers/scopes.ts'
import { parseTenants } from '#proxy/tenants.ts'

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')
const page = read('docs/tenants.md')
const example = (): { tenants: Record<string, unknown>[] } => JSON.parse(read('deploy/tenants.example.json'))

describe('the example of a tenants file', () => {
  test('is taken in production, watches only and writes nothing to the EHR', () => {
    const [tenant] = parseTenants(example(), 'production')
    expect(tenant).toMatchObject({ modes: { mode: 'shadow' }, writeTargets: ['queue'], model: 'off' })
  })

  test('has every field that the page calls necessary', () => {
    const necessary = page.slice(page.indexOf('## What must be said'), page.indexOf('## What may be said'))
    const fields = [...necessary.matchAll(/^\| (`.+?`(?:, `.+?`)*) \|/gm)].flatMap(([, names = '']) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    )
    expect(fields.length).toBeGreaterThan(8)
    for (const field of fields) {
      const [row = {}] = example().tenants
      delete row[field]
      expect(() => parseTenants({ tenants: [row] }, 'production'), field).toThrow(`tenants.0.${field} is missing`)
    }
  })
})

test('the page names every scope that the sidebar asks for', () => {
  const asked = buildScopes({
    launch: 'ehr',
    capabilities: ['permission-v2'],
    offered: ['patient/RelatedPerson.rs', 'patient/Claim.rs', 'patient/ChargeItem.rs', 'patient/ServiceRequest.r'],
    writeTargets: ['Claim', 'ChargeItem', 'Task', 'queue'],
    liveUpdates: true,
  })
  const named = [...page.matchAll(/`([^`]+)`/g)].flatMap(([, words = '']) => words.split(' '))
  expect(asked.split(' ').filter((scope) => !named.includes(scope))).toEqual([])
})

test('a tenants file with several faults names them all, and no value', () => {
  const [row = {}] = example().tenants
  const faulty = { ...row, clientId: 7, issuer: 'secret-host', pkce: undefined, colour: 'red' }
  expect(() => parseTenants({ tenants: [faulty] }, 'production')).toThrow(
    /^POSTIL_TENANTS_FILE: (?=.*tenants\.0\.issuer is)(?=.*tenants\.0\.clientId is)(?=.*tenants\.0\.pkce is)(?=.*tenants\.0 has colour, which is not known)(?!.*(?:secret-host|red\b))/,
  )
})
