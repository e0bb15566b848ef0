/** Scopes of SMART App Launch, v1 and v2: https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html */

const letters = ['c', 'r', 'u', 'd', 's'] as const
export type ScopeLetter = (typeof letters)[number]

export type ResourceScope = {
  readonly level: 'patient' | 'user' | 'system'
  /** A resource type or `*`. */
  readonly type: string
  readonly letters: readonly ScopeLetter[]
  /** Granular scopes: only resources that match. */
  readonly query?: string
}

/** Scopes that speak of the launch and of the user; the rest speak of resources. */
export const launchScopes = [
  'openid',
  'fhirUser',
  'profile',
  'launch',
  'launch/patient',
  'launch/encounter',
  'online_access',
  'messaging/scratchpad',
  'messaging/ui',
  'fhircast/Patient-open.read',
  'fhircast/Patient-close.read',
  'fhircast/Encounter-open.read',
  'fhircast/Encounter-close.read',
  'fhircast/UserLogout.read',
  'fhircast/UserHibernate.read',
] as const

const v1Letters: Readonly<Record<string, readonly ScopeLetter[]>> = {
  read: ['r', 's'],
  write: ['c', 'u', 'd'],
  '*': letters,
}

// Letters must stand in the order c-r-u-d-s; a scope such as `.dus` is undefined, and dropped.
const resourceScope = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]+)\.(?:(read|write|\*)|(c?r?u?d?s?))(?:\?([^\s"\\]+))?$/

export function tryParseResourceScope(text: string): ResourceScope | undefined {
  const [, level, type, v1, v2, query] = resourceScope.exec(text) ?? []
  const granted = v1 ? v1Letters[v1] : letters.filter((letter) => v2?.includes(letter))
  if ((level !== 'patient' && level !== 'user' && level !== 'system') || !type || !granted?.length || (v1 && query)) {
    return undefined
  }
  return { level, type, letters: granted, ...(query === undefined ? {} : { query }) }
}

export function splitScopes(text: string | undefined): readonly string[] {
  return (text ?? '').split(' ').filter((scope) => scope !== '')
}

export function listResourceScopes(text: string | undefined): readonly ResourceScope[] {
  return splitScopes(text).flatMap((scope) => tryParseResourceScope(scope) ?? [])
}
