/**
 * Does a value match a search filter? By type of parameter, as https://hl7.org/fhir/R4/search.html says.
 * `matchesSearchRequest` of @medplum/core finds strings anywhere, ignores `:exact`, and knows no quantities.
 */
import type { Filter } from '@medplum/core'
import { badRequest, splitSearchOnComma } from '@medplum/core'
import { refuse } from './outcomes.ts'
import {
  type Amount,
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
  const isNegated = filter.operator === 'not' || (filter.operator === 'ne' && type === 'token')
  return isFound !== isNegated
}

export function isToken(token: Token, wanted: string): boolean {
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

/** https://hl7.org/fhir/R4/search.html#prefix */
function compareDates(value: DateRange | undefined, wanted: DateRange, { operator }: Filter): boolean {
  if (!value) {
    return false
  }
  const isInside = value.start >= wanted.start && value.end <= wanted.end
  switch (operator) {
    case 'ne':
      return !isInside
    case 'gt':
      return value.end > wanted.end
    case 'ge':
      return value.end > wanted.start
    case 'lt':
      return value.start < wanted.start
    case 'le':
      return value.start < wanted.end
    case 'sa':
      return value.start >= wanted.end
    case 'eb':
      return value.end <= wanted.start
    case 'ap':
      return value.start < wanted.end && value.end > wanted.start
    default:
      return isInside
  }
}

/** `5.4`, or `5.4|http://unitsofmeasure.org|mg`; equality is as precise as the number is written. */
function matchAmounts(wanted: string, { filter, values }: Comparison): boolean {
  const [digits = '', system = '', unit = ''] = wanted.split('|')
  const value = Number(digits)
  if (digits.trim() === '' || Number.isNaN(value)) {
    return refuse(badRequest(`Not a number: ${filter.code}`))
  }
  const margin = 0.5 * 10 ** -(digits.split('.')[1]?.length ?? 0)
  return values.some((candidate) => {
    const amount = findAmount(candidate)
    const hasUnit =
      amount !== undefined && (unit === '' || amount.unit === unit) && (system === '' || amount.system === system)
    return hasUnit && compareNumbers(amount, value, { margin, filter })
  })
}

function compareNumbers(
  amount: Amount,
  value: number,
  { margin, filter }: { margin: number; filter: Filter },
): boolean {
  switch (filter.operator) {
    case 'gt':
    case 'sa':
      return amount.value > value
    case 'ge':
      return amount.value >= value
    case 'lt':
    case 'eb':
      return amount.value < value
    case 'le':
      return amount.value <= value
    case 'ne':
      return Math.abs(amount.value - value) >= margin
    case 'ap':
      return Math.abs(amount.value - value) <= Math.abs(value) * 0.1
    default:
      return Math.abs(amount.value - value) < margin
  }
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
