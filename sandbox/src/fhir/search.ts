/** Finds and orders what matches a search request: look-ups in the reference index first, FHIRPath for what is left. */
import type { Filter, SearchRequest, SortRule, WithId } from '@medplum/core'
import { badRequest, Operator, parseSearchRequest, splitSearchOnComma } from '@medplum/core'
import type { Resource, SearchParameter } from '@medplum/fhirtypes'
import { findSearchParameter } from './definitions.ts'
import { refuse } from './outcomes.ts'
import { evaluate, type ReferenceIndex } from './reference-index.ts'
import { hasIdentifier, matchesFilter } from './search-match.ts'
import { findAmount, findDateRange, findText, listStrings, listTokens } from './search-values.ts'

export type Visibility = (resource: WithId<Resource>) => boolean

export type SearchScope = {
  readonly store: {
    readonly index: ReferenceIndex
    current(resourceType: string): ReadonlyMap<string, WithId<Resource>>
  }
  /** Also bounds chained parameters, so that a hidden resource cannot be guessed at through a visible one. */
  readonly isVisible: Visibility
}

type Test = (resource: WithId<Resource>) => boolean

export function findMatches(scope: SearchScope, request: SearchRequest): readonly WithId<Resource>[] {
  const { resourceType, filters = [], sortRules = [] } = request
  const narrowed = filters.map((filter) => ({ filter, ids: findIds(scope, resourceType, filter) }))
  const tests = narrowed.flatMap(({ filter, ids }) => (ids ? [] : [createTest(scope, resourceType, filter)]))
  const idSets = narrowed.flatMap(({ ids }) => (ids ? [ids] : []))
  const matches = listCandidates(scope, resourceType, idSets).filter(
    (resource) => scope.isVisible(resource) && tests.every((test) => test(resource)),
  )
  return sortRules.length === 0 ? matches : sort(matches, sortRules)
}

/** For a resource that need not be stored. */
export function matchesRequest(scope: SearchScope, request: SearchRequest, resource: WithId<Resource>): boolean {
  return (request.filters ?? []).every((filter) => createTest(scope, request.resourceType, filter)(resource))
}

function listCandidates(
  { store }: SearchScope,
  resourceType: string,
  idSets: readonly ReadonlySet<string>[],
): readonly WithId<Resource>[] {
  const current = store.current(resourceType)
  const [smallest, ...others] = idSets.toSorted((a, b) => a.size - b.size)
  return smallest
    ? [...smallest].filter((id) => others.every((ids) => ids.has(id))).flatMap((id) => current.get(id) ?? [])
    : [...current.values()]
}

/** The ids a filter leaves, where the index knows them; `undefined` where each resource must be looked at. */
function findIds(scope: SearchScope, resourceType: string, filter: Filter): ReadonlySet<string> | undefined {
  if (filter.code === '_id') {
    return filter.operator === Operator.EQUALS ? new Set(splitSearchOnComma(filter.value)) : undefined
  }
  if (filter.code.startsWith('_has:') || filter.operator !== Operator.EQUALS) {
    return undefined
  }
  const chain = parseChain(resourceType, filter.code)
  const parameter = findSearchParameter(resourceType, chain?.code ?? filter.code)
  if (parameter?.type !== 'reference') {
    return undefined
  }
  const targets = chain
    ? listChainTargets(scope, parameter, { ...chain, value: filter.value })
    : splitSearchOnComma(filter.value).flatMap((value) => listTargets(scope, parameter, value))
  return new Set(targets.flatMap((target) => [...scope.store.index.find(resourceType, parameter.code, target)]))
}

/** A bare id may point to any type that the parameter allows: `encounter=enc1` means `Encounter/enc1`. */
function listTargets({ store }: SearchScope, parameter: SearchParameter, value: string): readonly string[] {
  const target = store.index.toRelative(value)
  return target.includes('/') || target.includes(':')
    ? [target]
    : (parameter.target ?? []).map((type) => `${type}/${target}`)
}

type Chain = { readonly code: string; readonly type?: string; readonly rest: string }

/** `patient.name` or `subject:Patient.name`; https://hl7.org/fhir/R4/search.html#chaining */
function parseChain(resourceType: string, code: string): Chain | undefined {
  const match = /^([A-Za-z_-]+)(?::([A-Za-z]+))?\.(.+)$/.exec(code)
  if (!match?.[1] || !match[3]) {
    return undefined
  }
  if (findSearchParameter(resourceType, match[1])?.type !== 'reference') {
    return refuse(badRequest(`${match[1]} is no reference of ${resourceType}`))
  }
  return { code: match[1], rest: match[3], ...(match[2] === undefined ? {} : { type: match[2] }) }
}

function listChainTargets(
  scope: SearchScope,
  parameter: SearchParameter,
  chain: Chain & { value: string },
): readonly string[] {
  const types = chain.type === undefined ? (parameter.target ?? []) : [chain.type]
  const first = chain.rest.split(/[.:]/)[0] ?? ''
  const searchable = types.filter((type) => findSearchParameter(type, first))
  if (searchable.length === 0) {
    return refuse(badRequest(`${parameter.code}.${chain.rest} is no search parameter`))
  }
  return searchable.flatMap((type) =>
    findMatches(scope, parseSearchRequest(type, { [chain.rest]: chain.value })).map(({ id }) => `${type}/${id}`),
  )
}

function createTest(scope: SearchScope, resourceType: string, filter: Filter): Test {
  if (filter.code.startsWith('_has:')) {
    return createReverseTest(scope, resourceType, filter)
  }
  const parameter = findSearchParameter(resourceType, filter.code)
  if (!parameter) {
    return refuse(badRequest(`Unknown search parameter ${filter.code} for ${resourceType}`))
  }
  if (parameter.type !== 'reference') {
    return (resource) => matchesFilter(parameter.type, { filter, values: evaluate(resource, parameter) })
  }
  return createReferenceTest(scope, parameter, filter)
}

function createReferenceTest(scope: SearchScope, parameter: SearchParameter, filter: Filter): Test {
  const wanted = splitSearchOnComma(filter.value)
  if (filter.operator === Operator.IDENTIFIER) {
    return (resource) =>
      evaluate(resource, parameter).some((value) => wanted.some((text) => hasIdentifier(value, text)))
  }
  if (filter.operator === Operator.EQUALS || filter.operator === Operator.NOT) {
    const targets = new Set(wanted.flatMap((value) => listTargets(scope, parameter, value)))
    const isWanted = (resource: Resource) =>
      scope.store.index.targetsOf(resource, parameter).some((at) => targets.has(at))
    return filter.operator === Operator.NOT ? (resource) => !isWanted(resource) : isWanted
  }
  return (resource) => matchesFilter('reference', { filter, values: evaluate(resource, parameter) })
}

/** `_has:Observation:patient:code=1234-5`; https://hl7.org/fhir/R4/search.html#has */
function createReverseTest(scope: SearchScope, resourceType: string, { code, value }: Filter): Test {
  const [, type = '', reference = '', ...rest] = code.split(':')
  const parameter = findSearchParameter(type, reference)
  if (parameter?.type !== 'reference' || rest.length === 0) {
    return refuse(badRequest('_has must be of the form _has:Type:reference:parameter'))
  }
  const sources = findMatches(scope, parseSearchRequest(type, { [rest.join(':')]: value }))
  const targets = new Set(sources.flatMap((source) => scope.store.index.targetsOf(source, parameter)))
  return ({ id }) => targets.has(`${resourceType}/${id}`)
}

type SortKey = string | number | undefined

function sort(resources: readonly WithId<Resource>[], rules: readonly SortRule[]): readonly WithId<Resource>[] {
  return resources
    .map((resource) => ({ resource, keys: rules.map((rule) => sortKey(resource, rule)) }))
    .toSorted((a, b) => compareKeys(a.keys, b.keys, rules))
    .map(({ resource }) => resource)
}

function sortKey(resource: Resource, { code, descending }: SortRule): SortKey {
  const parameter = findSearchParameter(resource.resourceType, code)
  if (!parameter) {
    return refuse(badRequest(`Unknown search parameter ${code} in _sort`))
  }
  const [value] = evaluate(resource, parameter)
  return value === undefined ? undefined : sortKeys[parameter.type](value, descending === true)
}

const firstString = (value: unknown) => listStrings(value)[0]?.toLowerCase()
const amount = (value: unknown) => findAmount(value)?.value
const none = () => undefined

const sortKeys: Readonly<Record<SearchParameter['type'], (value: unknown, isDescending: boolean) => SortKey>> = {
  date: (value, isDescending) => (isDescending ? findDateRange(value)?.end : findDateRange(value)?.start),
  number: amount,
  quantity: amount,
  token: (value) => listTokens(value).map(({ code, text }) => code ?? text)[0],
  reference: (value) => findText(value, 'reference'),
  string: firstString,
  uri: firstString,
  composite: none,
  special: none,
}

/** What has no value comes last, whichever the direction. */
function compareKeys(a: readonly SortKey[], b: readonly SortKey[], rules: readonly SortRule[]): number {
  for (const [index, { descending }] of rules.entries()) {
    const order = compareKey(a[index], b[index], descending === true)
    if (order !== 0) {
      return order
    }
  }
  return 0
}

function compareKey(a: SortKey, b: SortKey, isDescending: boolean): number {
  if (a === b) {
    return 0
  }
  if (a === undefined || b === undefined) {
    return a === undefined ? 1 : -1
  }
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
  return isDescending ? -order : order
}
