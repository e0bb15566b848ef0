/** Practitioner, PractitionerRole and Organization as the parties of a claim. */
import type { Identifier, Practitioner, PractitionerRole } from '@medplum/fhirtypes'
import type { ProviderReference } from '#coding/domain/draft-claim.ts'
import { findConceptText } from './coding.ts'
import { asList, asObject, asText, type Loose, present } from './loose.ts'
import { type Mapped, mapped, unmapped } from './mapping-problem.ts'
import { parseReference } from './reference.ts'
import { canonicalSystem, NPI } from './systems.ts'

const PROVIDER_TYPES: readonly unknown[] = ['Practitioner', 'PractitionerRole', 'Organization']

/** @returns the reference, with the NPI when the resource holds one whose check digit is right. */
export function mapProviderReference(resource: unknown): Mapped<ProviderReference> {
  const provider = asObject<Practitioner>(resource)
  if (!PROVIDER_TYPES.includes(provider.resourceType)) return unmapped('Practitioner', 'wrong-type')
  const reference = parseReference(`${String(provider.resourceType)}/${asText(provider.id) ?? ''}`)
  if (reference.kind !== 'resource') return unmapped(String(provider.resourceType), 'no-id')
  return mapped({
    reference: `${reference.resourceType}/${reference.id}`,
    ...present({ npi: findNpi(provider) }),
  })
}

/** An NPI stands on the resource itself or, on a PractitionerRole, on the identifier of its practitioner. */
function findNpi(provider: Loose<Practitioner>): string | undefined {
  const role = asObject<PractitionerRole>(provider)
  const practitioner = asObject<{ identifier: Identifier }>(role.practitioner)
  const identifiers = [...asList<Identifier>(provider.identifier), ...asList<Identifier>(practitioner.identifier)]
  return identifiers
    .filter((identifier) => canonicalSystem(asText(identifier.system) ?? '') === NPI)
    .map((identifier) => asText(identifier.value))
    .find((value) => value !== undefined && isNpi(value))
}

/** Ten digits that start with 1 or 2, with the Luhn check digit over the prefix 80840 (45 CFR 162.406; ISO 7812). */
export function isNpi(text: string): boolean {
  return /^[12]\d{9}$/.test(text) && isLuhnValid(`80840${text}`)
}

function isLuhnValid(digits: string): boolean {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, place) => {
      const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}

/** Specialty of a PractitionerRole, in the site's words. */
export function findSpecialty(resource: unknown): string | undefined {
  return findConceptText(asObject<PractitionerRole>(resource).specialty)
}
