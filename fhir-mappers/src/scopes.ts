/** SMART scopes: what to ask for, and what was granted. The granted text is the truth: it may be wider, narrower or rewritten. */
import type { WriteTarget } from '#coding/contract/tenant.ts'

export type ScopeLevel = 'patient' | 'user' | 'system'
/** SMART v2: create, read, update, delete, search. */
export type ScopeLetter = 'c' | 'r' | 'u' | 'd' | 's'

export type GrantedScopes = {
  /**
   * With `level` only a grant of that level counts. A grant limited by search parameters (`?category=…`) allows to
   * read and search, since some of it can be read, but not to write, since nobody can tell whether this write fits.
   */
  readonly allows: (resourceType: string, letter: ScopeLetter, level?: ScopeLevel) => boolean
  /** For scopes without a resource, such as `online_access`. */
  readonly has: (scope: string) => boolean
}

type Grant = {
  readonly level: string
  readonly resourceType: string
  readonly letters: string
  readonly isLimited: boolean
}

// SMART App Launch 2.2: letters in this order only, `.dus` is undefined; v1 words are mapped as its section on v1 says.
const RESOURCE_SCOPE = /^(patient|user|system)\/([A-Z][A-Za-z]*|\*)\.(read|write|\*|c?r?u?d?s?)(\?\S+)?$/
const V1_LETTERS: ReadonlyMap<string, string> = new Map([
  ['read', 'rs'],
  ['write', 'cud'],
  ['*', 'cruds'],
])

/** Words that cannot be understood grant nothing. */
export function parseGrantedScopes(text: string): GrantedScopes {
  const words = text.split(/\s+/).filter((word) => word !== '')
  const grants = words.map(parseGrant).filter((grant) => grant !== undefined)
  return {
    allows: (resourceType, letter, level) =>
      grants.some(
        (grant) =>
          (level === undefined || grant.level === level) &&
          (grant.resourceType === '*' || grant.resourceType === resourceType) &&
          grant.letters.includes(letter) &&
          !(grant.isLimited && 'cud'.includes(letter)),
      ),
    has: (scope) => words.includes(scope),
  }
}

function parseGrant(word: string): Grant | undefined {
  const [, level, resourceType, permission, query] = RESOURCE_SCOPE.exec(word) ?? []
  if (level === undefined || resourceType === undefined || permission === undefined) return undefined
  const letters = V1_LETTERS.get(permission) ?? permission
  return { level, resourceType, letters, isLimited: query !== undefined }
}

// The least that the four reads, the banner and the claim's parties need (smart-fhir conventions 1.4).
const READS: readonly (readonly [ScopeLevel, string, string])[] = [
  ['patient', 'Patient', 'r'],
  ['patient', 'Encounter', 'rs'],
  ['patient', 'Condition', 'rs'],
  ['patient', 'Procedure', 'rs'],
  ['patient', 'DocumentReference', 'rs'],
  ['patient', 'Binary', 'r'],
  ['patient', 'Observation', 'rs'],
  ['patient', 'MedicationRequest', 'rs'],
  ['patient', 'Coverage', 'rs'],
  ['user', 'Practitioner', 'r'],
  ['user', 'PractitionerRole', 'rs'],
  ['user', 'Organization', 'r'],
  ['user', 'Location', 'r'],
]

/** A line for the note that is open, and the way back to the chart (SMART Web Messaging, STU 2022); what the user has open (FHIRcast 3.0, 2.4.1). */
const OPTIONAL = [
  'messaging/scratchpad',
  'messaging/ui',
  'fhircast/Patient-open.read',
  'fhircast/Patient-close.read',
  'fhircast/Encounter-open.read',
  'fhircast/Encounter-close.read',
  'fhircast/UserLogout.read',
  'fhircast/UserHibernate.read',
]

/**
 * Relatives' names are taken out of notes before a language model reads them; claims and charges tell of earlier
 * services, orders of who ordered. A chart without them can be worked on.
 */
const OPTIONAL_READS: readonly (readonly [ScopeLevel, string, string])[] = [
  ['patient', 'RelatedPerson', 'rs'],
  ['patient', 'Claim', 'rs'],
  ['patient', 'ChargeItem', 'rs'],
  ['patient', 'ServiceRequest', 'r'],
]

const SUBSCRIPTION: readonly [ScopeLevel, string, string] = ['user', 'Subscription', 'c']

export type ScopeRequest = {
  readonly launch: 'ehr' | 'standalone'
  /** For a list of many encounters: what the person may see, without a patient in the launch. */
  readonly isForPerson?: boolean
  /** `capabilities` of the server's smart-configuration; empty when it could not be read. */
  readonly capabilities: readonly string[]
  /** `scopes_supported` of the same document: what few servers know is asked for only where it is named. */
  readonly offered?: readonly string[]
  /** The tenant's opt-in: without it no write is asked for. */
  readonly writeTargets: readonly WriteTarget[]
  /** The tenant's opt-in to a Subscription. */
  readonly liveUpdates?: boolean
}

/** Version 2 unless the server says what it can do and does not name `permission-v2`. */
export function buildScopes({
  launch,
  isForPerson = false,
  capabilities,
  offered = [],
  writeTargets,
  liveUpdates = false,
}: ScopeRequest): string {
  const isV2 = capabilities.length === 0 || capabilities.includes('permission-v2')
  const format = ([level, type, letters]: readonly [ScopeLevel, string, string]): readonly string[] =>
    (isV2 ? [letters] : toV1(letters)).map((permission) => `${isForPerson ? 'user' : level}/${type}.${permission}`)
  // Some servers refuse a whole launch for one scope that they do not know, so a wildcard is not an offer.
  const optional = [...OPTIONAL, ...OPTIONAL_READS.flatMap(format)]
  return [
    ...(isForPerson && launch === 'standalone' ? [] : listContexts(launch, capabilities)),
    'openid',
    'fhirUser',
    'online_access',
    ...optional.filter((scope) => offered.includes(scope)),
    ...[...READS, ...listWrites(writeTargets), ...(liveUpdates ? [SUBSCRIPTION] : [])].flatMap(format),
  ].join(' ')
}

/** A standalone server without an encounter picker is not asked for one: the app has its own. */
function listContexts(launch: ScopeRequest['launch'], capabilities: readonly string[]): readonly string[] {
  if (launch === 'ehr') return ['launch']
  const hasPicker = capabilities.length === 0 || capabilities.includes('context-standalone-encounter')
  return hasPicker ? ['launch/patient', 'launch/encounter'] : ['launch/patient']
}

/** Search is needed to look for a draft by its identifier, before it is created and after an unknown outcome. */
function listWrites(writeTargets: readonly WriteTarget[]): readonly (readonly [ScopeLevel, string, string])[] {
  const targets = writeTargets.filter((target) => target !== 'queue')
  if (targets.length === 0) return []
  return [
    ...[...new Set(targets.map((target) => (target === 'ChargeItem.$create' ? 'ChargeItem' : target)))].map(
      (type) => ['user', type, 'crus'] as const,
    ),
    // A query to the author is a Task with its form, and the answer is read back.
    ...(targets.includes('Task')
      ? ([
          ['user', 'Questionnaire', 'crs'],
          ['user', 'QuestionnaireResponse', 'crs'],
        ] as const)
      : []),
    ['user', 'Provenance', 'crs'],
    ['user', 'Device', 'crs'],
  ]
}

function toV1(letters: string): readonly string[] {
  const read = /[rs]/.test(letters) ? ['read'] : []
  return /[cud]/.test(letters) ? [...read, 'write'] : read
}
