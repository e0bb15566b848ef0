/** Whose words a note holds: only a provider's diagnoses may be coded (Official Guidelines FY2026, I.B.14). */
import type { DocumentReference, PractitionerRole, Resource } from '@medplum/fhirtypes'
import type { AuthorRole } from '#coding/domain/clinical-note.ts'
import { findConceptText, listCodings } from './coding.ts'
import { asList, asText, type Loose } from './loose.ts'
import { parseReference } from './reference.ts'
import { LOINC, NUCC_TAXONOMY } from './systems.ts'

// LOINC document types whose name contains the author's role.
const ROLE_BY_LOINC: ReadonlyMap<string, AuthorRole> = new Map([
  ['34746-8', 'nurse'],
  ['11508-9', 'therapist'],
  ['11507-1', 'therapist'],
  ['11512-1', 'therapist'],
])

// NUCC provider taxonomy by leading characters: registered and practical nurses, physical, occupational and speech
// therapists, students in an organized program. Psychologists, counselors and social workers are providers.
const ROLE_BY_TAXONOMY: readonly (readonly [RegExp, AuthorRole])[] = [
  [/^16[34]/, 'nurse'],
  [/^(2251|225X|2252|235Z|2255|2278|2279)/, 'therapist'],
  [/^3902/, 'student'],
]

const ROLE_BY_WORDS: readonly (readonly [RegExp, AuthorRole])[] = [
  [/\bstudent\b/i, 'student'],
  [/\bnurse practitioner\b|\bCRNA\b|\bmidwife\b/i, 'provider'],
  [/\bnurs(e|ing)\b|\b(RN|LPN|LVN)\b/i, 'nurse'],
  [/\b(physical|occupational|speech|respiratory)[ -]therap|\b(PT|OT|SLP|RT)\b/i, 'therapist'],
]

/** Judged by the author's own role where the server sends it, then by the document's type, then by kind of author. */
export function findAuthorRole(document: Loose<DocumentReference>): AuthorRole {
  const authors = asList<{ reference: string; display: string }>(document.author)
  const contained = asList<Resource & PractitionerRole>(document.contained)
  const roles = authors
    .map((author) => parseReference(author))
    .flatMap((reference) => contained.filter((role) => reference.kind === 'contained' && role.id === reference.id))
  return (
    roles.map(findRoleOfPractitioner).find((role) => role !== undefined) ??
    authors.map((author) => findByWords(asText(author.display))).find((role) => role !== undefined) ??
    findRoleOfType(document.type) ??
    findRoleOfAuthors(authors)
  )
}

function findRoleOfPractitioner(role: Loose<PractitionerRole>): AuthorRole | undefined {
  const codings = [...listCodings(role.code), ...listCodings(role.specialty)]
  const taxonomy = codings.find((coding) => coding.system === NUCC_TAXONOMY)?.code ?? ''
  return (
    ROLE_BY_TAXONOMY.find(([pattern]) => pattern.test(taxonomy))?.[1] ??
    findByWords(findConceptText(role.code)) ??
    findByWords(findConceptText(role.specialty))
  )
}

function findRoleOfType(type: unknown): AuthorRole | undefined {
  const loinc = listCodings(type).find((coding) => coding.system === LOINC)?.code
  return (loinc === undefined ? undefined : ROLE_BY_LOINC.get(loinc)) ?? findByWords(findConceptText(type))
}

function findByWords(words: string | undefined): AuthorRole | undefined {
  return words === undefined ? undefined : ROLE_BY_WORDS.find(([pattern]) => pattern.test(words))?.[1]
}

/** A note without an author is held to be a provider's: DocumentReference.author is optional, and often left out. */
function findRoleOfAuthors(authors: readonly unknown[]): AuthorRole {
  const types = authors.map(parseReference).map((author) => (author.kind === 'resource' ? author.resourceType : 'none'))
  if (types.length === 0 || types.some((type) => type.startsWith('Practitioner') || type === 'none')) return 'provider'
  return types.some((type) => type === 'Patient' || type === 'RelatedPerson') ? 'patient' : 'other'
}
