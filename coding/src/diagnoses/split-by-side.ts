/**
 * What is said of each side by itself: "open-angle glaucoma, moderate stage OD, mild stage OS", "trigger finger, left
 * ring; right thumb". One condition then has a code for each side (Official Guidelines FY2026, I.B.13).
 */
import type { Axis } from '../domain/axis.ts'
import type { Concept } from '../knowledge/concept.ts'
import type { StatedValue } from '../notes/mentions.ts'
import type { Place } from './condition.ts'

const SIDES = ['right', 'left'] as const
type Side = (typeof SIDES)[number]
type SideValues = Readonly<Record<Side, Set<string>>>

const isSide = (value: string): boolean => value === 'right' || value === 'left' || value === 'bilateral'

const MARKS = new Set([',', ';', '.'])
const MARK = 3

/** Words between two values; a mark between them counts for more than a word. */
function measure(lowers: readonly string[], a: StatedValue, b: StatedValue): number {
  const [from, to] = a.from < b.from ? [a.to, b.from] : [b.to, a.from]
  return to - from + MARK * lowers.slice(from, to).filter((word) => MARKS.has(word)).length
}

function addMention({ reading: { lowers }, mention: { values } }: Place, bySide: SideValues): void {
  const sides = values.filter(({ value }) => value === 'right' || value === 'left')
  for (const stated of values) {
    if (isSide(stated.value)) continue
    const [nearest] = sides.toSorted((a, b) => measure(lowers, stated, a) - measure(lowers, stated, b))
    const side = SIDES.find((one) => one === nearest?.value)
    if (side !== undefined) bySide[side].add(stated.value)
  }
}

/** One set of values, or one for each side where they differ in more than the side. */
export function splitBySide(
  concept: Concept,
  { places, values }: { readonly places: readonly Place[]; readonly values: readonly string[] },
): readonly ReadonlySet<string>[] {
  const whole = [new Set(values)]
  if (!values.includes('right') || !values.includes('left')) return whole
  const bySide: SideValues = { right: new Set(), left: new Set() }
  for (const place of places) addMention(place, bySide)
  const listAxes = (side: Side, other: Side): (Axis | undefined)[] =>
    [...bySide[side]].flatMap((value) => (bySide[other].has(value) ? [] : [concept.values.get(value)?.axis]))
  const [ofRight, ofLeft] = [listAxes('right', 'left'), listAxes('left', 'right')]
  // What is stated of one side alone holds for the condition, unless both sides are told apart by something else.
  if (!ofRight.some((axis) => ofLeft.includes(axis))) return whole
  const axes = new Set([...ofRight, ...ofLeft])
  const common = values.filter((value) => !isSide(value) && !axes.has(concept.values.get(value)?.axis))
  return SIDES.map((side) => new Set([side, ...common, ...bySide[side]]))
}
