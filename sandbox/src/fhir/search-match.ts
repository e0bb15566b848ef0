/**
 * Does a value match a search filter? By type of parameter, as https://hl7.org/fhir/R4/search.html says.
 * `matchesSearchRequest` of @medplum/core finds strings anywhere, ignores `:exact`, and knows no quantities.
 */
import type { Filter, Operator } from '@medplum/core'
import { badRequest, splitSearchOnComma } from '@medplum/core'
import { refuse } from './outcomes.ts'
import {
  type DateRange,
  findAmount,
  findDateRange,
  findText,
  listStrings,
  listTokens,
  parseDateRange,
  type Token,
} from './search-values.ts'

type Comparison = { readonly filter: Filter; readonly values: readonly unknown[] }

const matchers: Readonly<Record<string, (wanted: string, comparison: Comparison) => boolean>> = {
  token: (wanted, { filter, values }) =>
    values
      .flatMap(listTokens)
      .some((token) => (filter.operator === 'text' ? hasText(token, wanted) : isToken(token, wanted))),
  string: (wanted, { filter, values }) => values.flatMap(listStrings).some((text) => isString(text, wanted, filter)),
  uri: (wanted, { filter, values }) => values.some((uri) => isUri(uri, wanted, filter)),
  date: (wanted, { filter, values }) => {
    const range = parseDateRange(wanted) ?? refuse(badRequest(`Not a date: ${filter.code}`))
    return values.some((value) => compareDates(findDateRange(value), range, filter))
  },
  number: (wanted, comparison) => matchAmounts(wanted, comparison),
  quantity: (wanted, comparison) => matchAmounts(wanted, comparison),
}

/** Several values after commas are alternatives; `:not` means that none of them is there. */
export function matchesFilter(type: string, comparison: Comparison): boolean {
  const { filter, values } = comparison
  if (filter.operator === 'missing' || filter.operator === 'present') {
    return values.length > 0 === ((filter.operator === 'missing') === (filter.value === 'false'))
  }
  const matches = matchers[type]
  if (!matches || filter.operator === 'in' || filter.operator === 'not-in' || filter.operator === 'of-type') {
    return refuse(badRequest(`The search parameter ${filter.code} does not support :${filter.operator} here`))
  }
  const isFound = splitSearchOnComma(filter.value).some((wanted) => matches(wanted, comparison))
  return isFound !== (filter.operator === 'not')
}

function isToken(token: Token, wanted: string): boolean {
  const bar = wanted.indexOf('|')
  const code = wanted.slice(bar + 1).toLowerCase()
  const isSameCode = token.code?.toLowerCase() === code
  if (bar < 0) {
    return isSameCode
  }
  const system = wanted.slice(0, bar)
  return system === ''
    ? token.system === undefined && isSameCode
    : token.system === system && (code === '' || isSameCode)
}

function hasText(token: Token, wanted: string): boolean {
  return token.text !== undefined && fold(token.text).includes(fold(wanted))
}

function isString(text: string, wanted: string, { operator }: Filter): boolean {
  if (operator === 'exact') {
    return text === wanted
  }
  return operator === 'contains' ? fold(text).includes(fold(wanted)) : fold(text).startsWith(fold(wanted))
}

/** Case and accents do not count: "Zoe" finds "Zoë". */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
}

function isUri(uri: unknown, wanted: string, { operator }: Filter): boolean {
  if (typeof uri !== 'string') {
    return false
  }
  return operator === 'below' ? uri.startsWith(wanted) : operator === 'above' ? wanted.startsWith(uri) : uri === wanted
}

const isInside = (value: DateRange, wanted: DateRange) => value.start >= wanted.start && value.end <= wanted.end

/** https://hl7.org/fhir/R4/search.html#prefix */
const dateComparisons: Partial<Record<Operator, (value: DateRange, wanted: DateRange) => boolean>> = {
  eq: isInside,
  ne: (value, wanted) => !isInside(value, wanted),
  gt: (value, wanted) => value.end > wanted.end,
  ge: (value, wanted) => value.end > wanted.start,
  lt: (value, wanted) => value.start < wanted.start,
  le: (value, wanted) => value.start < wanted.end,
  sa: (value, wanted) => value.start >= wanted.end,
  eb: (value, wanted) => value.end <= wanted.start,
  ap: (value, wanted) => value.start < wanted.end && value.end > wanted.start,
}

function compareDates(value: DateRange | undefined, wanted: DateRange, { operator, code }: Filter): boolean {
  const compare = dateComparisons[operator] ?? refuse(badRequest(`${code} does not support :${operator}`))
  return value !== undefined && compare(value, wanted)
}

/** `5.4`, or `5.4|http://unitsofmeasure.org|mg`; equality is as precise as the number is written. */
function matchAmounts(wanted: string, { filter, values }: Comparison): boolean {
  const [digits = '', system = '', unit = ''] = wanted.split('|')
  const value = Number(digits)
  if (digits.trim() === '' || Number.isNaN(value)) {
    return refuse(badRequest(`Not a number: ${filter.code}`))
  }
  const compare =
    numberComparisons[filter.operator] ?? refuse(badRequest(`${filter.code} does not support :${filter.operator}`))
  const margin = 0.5 * 10 ** -(digits.split('.')[1]?.length ?? 0)
  return values.some((candidate) => {
    const amount = findAmount(candidate)
    const hasUnit =
      amount !== undefined && (unit === '' || amount.unit === unit) && (system === '' || amount.system === system)
    return hasUnit && compare(amount.value, value, margin)
  })
}

type NumberComparison = (value: number, wanted: number, margin: number) => boolean

const numberComparisons: Partial<Record<Operator, NumberComparison>> = {
  eq: (value, wanted, margin) => Math.abs(value - wanted) < margin,
  ne: (value, wanted, margin) => Math.abs(value - wanted) >= margin,
  gt: (value, wanted) => value > wanted,
  sa: (value, wanted) => value > wanted,
  ge: (value, wanted) => value >= wanted,
  lt: (value, wanted) => value < wanted,
  eb: (value, wanted) => value < wanted,
  le: (value, wanted) => value <= wanted,
  ap: (value, wanted) => Math.abs(value - wanted) <= Math.abs(wanted) * 0.1,
}

/** For `subject:identifier=system|value`. */
export function hasIdentifier(reference: unknown, wanted: string): boolean {
  const identifier =
    typeof reference === 'object' && reference !== null && 'identifier' in reference ? reference.identifier : undefined
  return (
    identifier !== undefined &&
    findText(identifier, 'value') !== undefined &&
    listTokens(identifier).some((token) => isToken(token, wanted))
  )
}
