/**
 * The total time that the notes state for the day of the visit: the billing clinician's own, never that of staff, of another
 * day, or of a service that is reported by itself (AMA CPT E/M guidelines 2023, time; coding rules, EM-02 and TIME-14).
 */
import type { DraftClaim } from '../../domain/draft-claim.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { MinutesNotCounted } from '../../domain/visit-grid.ts'
import { countMinutes, EXCEEDED, STATED_MINUTES } from '../time/stated-minutes.ts'
import {
  cutHit,
  findHits,
  type Hit,
  hasMatch,
  joinPatterns,
  listHolders,
  type Passage,
  readBefore,
} from './passages.ts'
import { visitWords } from './visit-words.generated.ts'

const words = visitWords.time
const TOTAL = joinPatterns(words.total)
const STAFF = joinPatterns(words.staff)
const OTHER_DAY = joinPatterns(words.other_day)
const EXCLUDES = joinPatterns(words.excludes)
const INCLUDES = joinPatterns(words.includes)
const NOT_WORK = joinPatterns(words.not_work)
const SEPARATE = words.separate.map(({ name, words: named, codes }) => ({ name, codes, pattern: joinPatterns(named) }))
const MINUTES = new RegExp(STATED_MINUTES, 'gi')
/** More than anybody would look through. */
const MAX_SHOWN = 20

export type ReadTime = {
  readonly kind: 'stated' | 'not-stated' | 'conflicting'
  readonly minutes?: number
  /** "More than 30 minutes": the number itself was exceeded. */
  readonly isExceeded?: true
  readonly evidence: readonly Evidence[]
  readonly notCounted: readonly MinutesNotCounted[]
}

type Reading =
  | { readonly kind: 'total'; readonly minutes: number; readonly isExceeded: boolean; readonly hit: Hit }
  | { readonly kind: 'not-counted'; readonly minutes: number; readonly because: string; readonly hit: Hit }
  /** Within a total: subtracted where the draft reports the service by itself. */
  | {
      readonly kind: 'part'
      readonly minutes: number
      readonly name: string
      readonly codes: readonly string[]
      readonly hit: Hit
    }

/** The words around a number that say what it counts: those since the number before it, and up to the next one. */
function readContext(hit: Hit, beside: readonly Hit[]): string {
  const others = beside.filter((other) => other !== hit && !EXCEEDED.test(readBefore(other)))
  const from = Math.max(
    0,
    ...others.filter(({ span }) => span.end <= hit.span.start).map(({ span }) => span.end - hit.passage.start),
  )
  const next = Math.min(
    hit.passage.text.length,
    ...others.filter(({ span }) => span.start >= hit.span.end).map(({ span }) => span.start - hit.passage.start),
  )
  const upTo = hit.passage.text.slice(hit.span.end - hit.passage.start, next).split(EXCLUDES)[0] ?? ''
  return `${hit.passage.text.slice(from, hit.span.start - hit.passage.start)}${hit.match[0]}${upTo}`
}

/** Minutes before this one in its sentence make it a part of them ("45 minutes, of which 10 minutes on tobacco"). */
function isPart(hit: Hit, beside: readonly Hit[]): boolean {
  const isLater = beside.some((other) => other.span.end <= hit.span.start)
  return isLater && hasMatch(INCLUDES, readBefore(hit))
}

function isInExclusion(hit: Hit): boolean {
  const before = readBefore(hit)
  const at = before.search(EXCLUDES)
  return at !== -1 && !/[.;]/.test(before.slice(at))
}

/** @param beside all numbers of minutes in its sentence. */
function readHit(hit: Hit, beside: readonly Hit[]): Reading[] {
  const minutes = countMinutes(hit.match[0])
  if (minutes === undefined || minutes === 0) return []
  const context = readContext(hit, beside)
  if (hasMatch(NOT_WORK, context)) return []
  const isTimeSection = hit.passage.sentence.section.id === 'time-statement'
  if (hasMatch(STAFF, context))
    return [{ kind: 'not-counted', minutes, because: 'Time of staff is not the clinician’s.', hit }]
  const isTotal = isTimeSection || hasMatch(TOTAL, context)
  const service = SEPARATE.find(({ pattern }) => hasMatch(pattern, context))
  if (isInExclusion(hit))
    return [{ kind: 'not-counted', minutes, because: 'The note leaves it out of the total.', hit }]
  if (isPart(hit, beside))
    return service === undefined ? [] : [{ kind: 'part', minutes, name: service.name, codes: service.codes, hit }]
  if (service !== undefined) {
    return [
      { kind: 'not-counted', minutes, because: `Time of ${service.name} is reported by itself or not at all.`, hit },
    ]
  }
  if (!isTotal) return []
  if (hasMatch(OTHER_DAY, context))
    return [{ kind: 'not-counted', minutes, because: 'Time of another day does not count.', hit }]
  return [{ kind: 'total', minutes, isExceeded: EXCEEDED.test(readBefore(hit)), hit }]
}

/** "I spent 42 minutes", and later "more than half of the 42 minutes": one total, said twice. */
export function readTime(passages: readonly Passage[], draft: DraftClaim | undefined): ReadTime {
  const readings = listHolders(passages, MINUTES).flatMap((passage) => {
    const hits = findHits([passage], MINUTES)
    return hits.flatMap((hit) => readHit(hit, hits))
  })
  const billed = new Set<string>(draft?.lines.map(({ code }) => code.code))
  const parts = readings
    .filter((one) => one.kind === 'part')
    .filter(({ codes }) => codes.some((code) => billed.has(code)))
  const left = readings
    .filter((one) => one.kind === 'not-counted')
    .map(({ minutes, because, hit }) => ({ minutes, because, evidence: cutHit(hit) }))
  const taken = parts.map(({ minutes, name, hit }) => ({
    minutes,
    because: `The draft reports ${name} by itself.`,
    evidence: cutHit(hit),
  }))
  const notCounted = [...left, ...taken].slice(0, MAX_SHOWN)
  const stated = readings.filter((one) => one.kind === 'total')
  // "More than 30 minutes (35 min)": what was exceeded says less than the number itself.
  const exact = stated.filter(({ isExceeded }) => !isExceeded)
  const totals = exact.length > 0 ? exact : stated
  const [first] = totals
  if (first === undefined) return { kind: 'not-stated', evidence: [], notCounted }
  const evidence = totals.slice(0, MAX_SHOWN).map(({ hit }) => cutHit(hit))
  if (totals.some(({ minutes }) => minutes !== first.minutes)) return { kind: 'conflicting', evidence, notCounted }
  const minutes = Math.max(0, first.minutes - parts.reduce((sum, part) => sum + part.minutes, 0))
  return { kind: 'stated', minutes, ...(first.isExceeded && { isExceeded: true }), evidence, notCounted }
}
