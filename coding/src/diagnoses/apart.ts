/** Whether a complaint is of another place than a diagnosis, and so no part of it: of the other side, joint or limb. */
import type { Concept } from '../knowledge/concept.ts'

/** Sites of words.yaml that belong to a limb. */
const LIMB: ReadonlyMap<string, 'upper' | 'lower'> = new Map([
  ...['shoulder', 'elbow', 'wrist', 'hand', 'finger', 'forearm', 'arm'].map((site) => [site, 'upper'] as const),
  ...['hip', 'knee', 'ankle', 'foot', 'toe', 'leg', 'thigh', 'heel'].map((site) => [site, 'lower'] as const),
])
/** What is felt in a limb may come from any of its joints; what is felt in one of these is of that one. */
const JOINTS: ReadonlySet<string> = new Set(['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'])

export type Located = { readonly concept: Concept; readonly sides: readonly string[] }

function isOtherSide([first, ...more]: readonly string[], [second, ...others]: readonly string[]): boolean {
  const isOneEach = first !== undefined && second !== undefined && more.length === 0 && others.length === 0
  return isOneEach && first !== second
}

function isOtherSite(first = '', second = ''): boolean {
  const [one, other] = [LIMB.get(first), LIMB.get(second)]
  if (one === undefined || other === undefined || first === second) return false
  return one !== other || (JOINTS.has(first) && JOINTS.has(second))
}

export function listOneSides(values: readonly { readonly value: string }[]): readonly string[] {
  return [...new Set(values.map(({ value }) => value))].filter((value) => value === 'right' || value === 'left')
}

/** "Right knee OA, left knee pain", "right knee OA, right shoulder pain"; places that nobody stated are not apart. */
export function isApart(one: Located, other: Located): boolean {
  return isOtherSide(one.sides, other.sides) || isOtherSite(one.concept.site, other.concept.site)
}
