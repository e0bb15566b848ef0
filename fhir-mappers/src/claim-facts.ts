/** Numbers that a claim names beside its codes, out of the directory: payer, taxonomy, tax number, who ordered. */
import type {
  Coverage,
  Encounter,
  Identifier,
  Organization,
  PractitionerRole,
  ServiceRequest,
} from '@medplum/fhirtypes'
import type { ClaimContext } from '#coding/claims/claim-context.ts'
import type { NamedProvider } from '#coding/domain/draft-claim.ts'
import { findCode, listCodings } from './coding.ts'
import { asList, asObject, asText } from './loose.ts'
import { findRelativeReference } from './reference.ts'
import { canonicalSystem, NAIC, NUCC_TAXONOMY, TAX_NUMBER } from './systems.ts'

/** v2-0203 NIIP, national insurance payor identifier; CARIN's code of the same. */
const PAYER_TYPES: ReadonlySet<string> = new Set(['niip', 'payerid'])
const TAX_TYPES: ReadonlySet<string> = new Set(['tax', 'en'])

function findIdentifier(resource: unknown, system: string, types: ReadonlySet<string>): string | undefined {
  const { identifier } = asObject<Organization>(resource)
  const found = asList<Identifier>(identifier).find(
    (one) =>
      canonicalSystem(asText(one.system) ?? '') === system ||
      listCodings(one.type).some(({ code }) => code !== undefined && types.has(code.toLowerCase())),
  )
  return found && asText(found.value)
}

/** `Organization/…` of the payer that the coverage names. */
export function findPayor(coverage: unknown): string | undefined {
  return asList<object>(asObject<Coverage>(coverage).payor)
    .map(findRelativeReference)
    .find((reference) => reference?.startsWith('Organization/'))
}

export function findPayerNumber(organization: unknown): string | undefined {
  return findIdentifier(organization, NAIC, PAYER_TYPES)
}

/** An employer number has nine digits, with or without its dash (26 CFR 301.7701-12). The number itself goes nowhere. */
export function judgeTaxNumber(organization: unknown): NonNullable<ClaimContext['billing']>['taxNumber'] {
  const number = findIdentifier(organization, TAX_NUMBER, TAX_TYPES)
  if (number === undefined) return 'absent'
  return /^\d{2}-?\d{7}$/.test(number) ? 'fits' : 'does-not-fit'
}

/** Of an organization its type, of a role its specialty, of a person the qualification. */
export function findTaxonomy(resource: unknown): string | undefined {
  const { specialty } = asObject<PractitionerRole>(resource)
  const { type } = asObject<Organization>(resource)
  const { qualification } = asObject<{ qualification: unknown }>(resource)
  const qualified = asList<{ code: unknown }>(qualification).map(({ code }) => code)
  return [specialty, type, ...qualified].map((one) => findCode(one, NUCC_TAXONOMY)).find((one) => one !== undefined)
}

/** `ServiceRequest/…` that an encounter or a procedure was done for. */
export function listOrders(resource: unknown): readonly string[] {
  return asList<object>(asObject<Encounter>(resource).basedOn).flatMap((one) => {
    const reference = findRelativeReference(one)
    return reference?.startsWith('ServiceRequest/') === true ? [reference] : []
  })
}

/** Who ordered, where all orders of the visit say the same person; a claim names one. */
export function findOrderer(orders: readonly unknown[]): NamedProvider | undefined {
  const people = orders
    .filter((order) => asObject<ServiceRequest>(order).resourceType === 'ServiceRequest')
    .map((order) => findRelativeReference(asObject<ServiceRequest>(order).requester))
    .filter((reference) => reference !== undefined)
  const [first, ...others] = new Set(people)
  const isPerson = first !== undefined && /^Practitioner(?:Role)?\//.test(first)
  return isPerson && others.length === 0 ? { reference: first } : undefined
}
