/**
 * Which records may be read at all. The decision is taken on labels, document types and titles before any text is
 * fetched, and carries no content. What cannot be judged is withheld (smart-fhir conventions 7.8).
 */
import type {
  DocumentReference,
  DocumentReferenceContent,
  DocumentReferenceContext,
  DocumentReferenceRelatesTo,
  Meta,
} from '@medplum/fhirtypes'
import type { SensitivityPolicy } from '#coding/contract/tenant.ts'
import { listCodings, type ReadCoding } from './coding.ts'
import { asList, asObject, asText, type Loose } from './loose.ts'
import { findReferencedId } from './reference.ts'
import { CONFIDENTIALITY, OBSERVATION_VALUE } from './systems.ts'

export type SensitivityDecision = 'read' | 'withhold'

/** `never` has no switch: psychotherapy notes (45 CFR 164.501), group notes, and what may not be disclosed at all. */
type Sensitivity = 'never' | keyof SensitivityPolicy

// v3-ActCode and the legacy codes of v3-Confidentiality. They are matched without their system: a label that names
// its system wrongly is still meant.
const LABELS: ReadonlyMap<string, Sensitivity> = new Map([
  ['psythpn', 'never'],
  ['nodsclcd', 'never'],
  ['nodsclcds', 'never'],
  ['42cfrpart2', 'part2'],
  ['nordsclcd', 'part2'],
  ['sud', 'part2'],
  ['eth', 'part2'],
  ['ethud', 'part2'],
  ['ethudpolicy', 'part2'],
  ['opioidud', 'part2'],
  ['psy', 'behavioralHealth'],
  ['mh', 'behavioralHealth'],
  ['bh', 'behavioralHealth'],
  ['hiv', 'otherSensitive'],
  ['std', 'otherSensitive'],
  ['sex', 'otherSensitive'],
  ['sdv', 'otherSensitive'],
  ['gdis', 'otherSensitive'],
  ['sickle', 'otherSensitive'],
])

// v3-Confidentiality: a level says how secret, not why, so it falls under the widest switch; `V` has none.
const LEVELS: ReadonlyMap<string, Sensitivity> = new Map([
  ['r', 'otherSensitive'],
  ['v', 'never'],
])

// Labels are rarely filled in, so the document's type counts as well: LOINC counselling, group counselling, substance
// abuse, psychiatry and psychology notes. The last are no psychotherapy notes by law.
const NOTE_TYPES: ReadonlyMap<string, Sensitivity> = new Map([
  ...['47042-7', '34864-9', '34865-6', '34866-4', '34872-2', '74282-5'].map(withSensitivity('never')),
  ...['47043-5', '34787-2', '34790-6', '34793-0', '34843-3', '34114-9'].map(withSensitivity('never')),
  ...['34857-3', '18823-5'].map(withSensitivity('part2')),
  ...['28627-8', '11510-5', '34904-3', '28635-1', '18738-5'].map(withSensitivity('behavioralHealth')),
  ...['11497-5', '34788-0', '34791-4', '34785-6'].map(withSensitivity('behavioralHealth')),
])

function withSensitivity(sensitivity: Sensitivity): (code: string) => readonly [string, Sensitivity] {
  return (code) => [code, sensitivity]
}

const TITLES: readonly (readonly [RegExp, Sensitivity])[] = [
  [/psycho-?therapy|process note|\bgroup (therapy|counsel|note|session)/i, 'never'],
  [/\bpart (2|two|ii)\b|42 ?cfr|\bsud\b|substance (use|abuse)|opioid treatment|methadone/i, 'part2'],
]

export type NoteSources = {
  /** The tenant's 42 CFR Part 2 programs: ids of their Organizations, or codes of their facility type. */
  readonly part2Facilities?: readonly string[]
}

/** For DocumentReference, before its attachment is fetched. */
export function classifyNote(
  resource: unknown,
  policy: SensitivityPolicy,
  sources: NoteSources = {},
): SensitivityDecision {
  const document = asObject<DocumentReference>(resource)
  if (document.resourceType !== 'DocumentReference') return 'withhold'
  return decide(
    [...listLabels(document), ...listTypes(document), ...listTitles(document), ...listFacilities(document, sources)],
    policy,
  )
}

/**
 * For the documents of one search, in their order. An addendum seldom repeats the label of the note that it adds to, or
 * takes the place of; it is withheld with it.
 */
export function classifyNotes(
  resources: readonly unknown[],
  policy: SensitivityPolicy,
  sources: NoteSources = {},
): readonly SensitivityDecision[] {
  const documents = resources.map((resource) => ({
    id: asObject<DocumentReference>(resource).id,
    related: listRelated(resource),
    decision: classifyNote(resource, policy, sources),
  }))
  const withheld = new Set<unknown>()
  const isWithheld = (document: (typeof documents)[number]): boolean =>
    document.decision === 'withhold' || document.related.some((id) => withheld.has(id))
  // An addendum may itself have one: after as many rounds as there are documents the longest chain has been followed.
  for (let round = 0; round < documents.length; round++) {
    for (const document of documents) if (isWithheld(document)) withheld.add(document.id)
  }
  return documents.map((document) => (isWithheld(document) ? 'withhold' : 'read'))
}

function listRelated(resource: unknown): readonly string[] {
  return asList<DocumentReferenceRelatesTo>(asObject<DocumentReference>(resource).relatesTo)
    .map((relation) => findReferencedId(relation.target, 'DocumentReference'))
    .filter((id) => id !== undefined)
}

/** For Condition, Observation, MedicationRequest and Procedure, which have labels only. */
export function classifyResource(resource: unknown, policy: SensitivityPolicy): SensitivityDecision {
  return decide(listLabels(asObject<DocumentReference>(resource)), policy)
}

/** Whether the EHR says that it has left parts of this resource out. */
export function isRedacted(resource: unknown): boolean {
  return listMetaLabels(resource).some(
    ({ system, code }) => system === OBSERVATION_VALUE && (code === 'REDACTED' || code === 'SUBSETTED'),
  )
}

function decide(found: readonly Sensitivity[], policy: SensitivityPolicy): SensitivityDecision {
  const isWithheld = found.some((sensitivity) => sensitivity === 'never' || policy[sensitivity] !== 'allow')
  return isWithheld ? 'withhold' : 'read'
}

function listMetaLabels(resource: unknown): readonly ReadCoding[] {
  const meta = asObject<Meta>(asObject<{ meta: Meta }>(resource).meta)
  return listCodings(meta.security)
}

function listLabels(resource: Loose<DocumentReference>): readonly Sensitivity[] {
  const labels = [...listMetaLabels(resource), ...listCodings(resource.securityLabel)]
  const words = asList<{ text: string }>(resource.securityLabel).map((label) => asText(label.text))
  return [
    ...labels.map(findLabel).filter((sensitivity) => sensitivity !== undefined),
    ...matchTitles([...words, ...labels.map((label) => label.display)]),
  ]
}

function findLabel({ system, code }: ReadCoding): Sensitivity | undefined {
  const key = (code ?? '').toLowerCase()
  const isLevel = system === undefined || system === CONFIDENTIALITY
  return LABELS.get(key) ?? (isLevel ? LEVELS.get(key) : undefined)
}

/** Every coding counts, of whatever system: a local type often stands before the LOINC one. */
function listTypes(document: Loose<DocumentReference>): readonly Sensitivity[] {
  const codings = [...listCodings(document.type), ...listCodings(document.category)]
  return codings.map(({ code }) => NOTE_TYPES.get(code ?? '')).filter((sensitivity) => sensitivity !== undefined)
}

function listTitles(document: Loose<DocumentReference>): readonly Sensitivity[] {
  const concepts = [document.type, document.category]
  return matchTitles([
    asText(document.description),
    ...asList<DocumentReferenceContent>(document.content).map((content) =>
      asText(asObject<{ title: string }>(content.attachment).title),
    ),
    ...concepts.flatMap((concept) => asList<{ text: string }>(concept).map(({ text }) => asText(text))),
    ...concepts.flatMap((concept) => listCodings(concept).map((coding) => coding.display)),
  ])
}

function matchTitles(titles: readonly (string | undefined)[]): readonly Sensitivity[] {
  return titles.flatMap((title) =>
    title === undefined ? [] : TITLES.filter(([pattern]) => pattern.test(title)).map(([, sensitivity]) => sensitivity),
  )
}

function listFacilities(document: Loose<DocumentReference>, sources: NoteSources): readonly Sensitivity[] {
  const part2Facilities = sources.part2Facilities ?? []
  const context = asObject<DocumentReferenceContext>(document.context)
  const facility = listCodings(context.facilityType).map((coding) => coding.code ?? '')
  const custodian = findReferencedId(document.custodian, 'Organization') ?? ''
  return [custodian, ...facility].some((id) => part2Facilities.includes(id)) ? ['part2'] : []
}
