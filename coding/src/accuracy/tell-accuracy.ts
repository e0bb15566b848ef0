/** From audited visits to what may be told of them: a part with fewer than five visits is not. */
import type { AccuracyReport, Told } from '../contract/accuracy.ts'
import { findCodeFamily } from '../reports/code-family.ts'
import { chooseHidden, mayTell, mayTellParts } from '../reports/suppress-small.ts'
import { type AuditedVisit, BANDS, GROUPINGS } from './audited-visit.ts'
import { testDrift } from './drift.ts'
import { type CodeVerdict, type Direction, judgeCoding } from './judge-coding.ts'
import { type Cluster, estimateShare } from './weighted-share.ts'

/** Which coding is judged against the blind one. */
type Judged = 'final' | 'suggested'

type Read = {
  readonly visit: AuditedVisit
  readonly stratum: string
  readonly verdicts: Readonly<Record<Judged, readonly CodeVerdict[]>>
}

/** @param visits that a second coder has finished. */
export function tellAccuracy(visits: readonly AuditedVisit[]): AccuracyReport {
  const read = visits.map(readVisit)
  const weeks = [...new Set(visits.map(({ week }) => week))].toSorted()
  const engines = [...new Set(visits.map(({ engine }) => engine))].toSorted()
  const versions = engines.map((name) => read.filter(({ visit }) => visit.engine === name))
  const lines = [...new Set(visits.map(({ serviceLine }) => serviceLine))].toSorted()
  return {
    visits: visits.length,
    final: tellCoding(read, 'final'),
    suggested: tellCoding(read, 'suggested'),
    weeks: tellParts(weeks, (name) => read.filter(({ visit }) => visit.week === name), 'final'),
    families: tellFamilies(read),
    lines: tellParts(lines, (name) => read.filter(({ visit }) => visit.serviceLine === name), 'final'),
    bands: tellParts(BANDS, (name) => read.filter(({ visit }) => visit.band === name), 'final'),
    calibration: tellCalibration(read),
    drift: {
      versions: tellParts(engines, (name) => read.filter(({ visit }) => visit.engine === name), 'suggested'),
      ...testDrift(versions.map((own) => estimate(own, 'suggested'))),
    },
    fairness: GROUPINGS.map((grouping) => ({
      grouping,
      groups: tellParts(
        [...new Set(visits.map(({ groups }) => groups[grouping]))].toSorted(),
        (name) => read.filter(({ visit }) => visit.groups[grouping] === name),
        'suggested',
      ),
    })),
  }
}

function readVisit(visit: AuditedVisit): Read {
  const { week, serviceLine, band, blind } = visit
  const suggested = visit.suggested.map(({ code }) => code)
  return {
    visit,
    stratum: [week, serviceLine, band].join('\u001f'),
    verdicts: { final: judgeCoding(visit.final, blind), suggested: judgeCoding(suggested, blind) },
  }
}

type Choose = (verdict: CodeVerdict) => boolean
const isAgreed: Choose = ({ verdict }) => verdict === 'agreed'
const isOfCoding: Choose = ({ side }) => side !== 'blind'

type Counting = { readonly isHit?: Choose; readonly isOf?: Choose }

/** Agreed of the codes that the judged coding has, unless something else is asked. */
function estimate(read: readonly Read[], judged: Judged, { isHit = isAgreed, isOf = isOfCoding }: Counting = {}): Told {
  const clusters = read.map(({ visit, stratum, verdicts }): Cluster => {
    const of = verdicts[judged].filter(isOf)
    return { stratum, stratumSize: visit.stratumSize, hits: of.filter(isHit).length, of: of.length }
  })
  return estimateShare(clusters)
}

function tellCoding(read: readonly Read[], judged: Judged): AccuracyReport['final'] {
  if (!mayTell(read.length)) return {}
  return {
    told: {
      agreed: estimate(read, judged),
      found: estimate(read, judged, { isOf: ({ side }) => side !== 'judged' }),
      unsupported: estimate(read, judged, { isHit: ({ isUnsupported }) => isUnsupported }),
      errors: tellErrors(read, judged),
    },
  }
}

const DIRECTIONS = ['over', 'under', 'other'] as const satisfies readonly Direction[]

function tellErrors(read: readonly Read[], judged: Judged): NonNullable<AccuracyReport['final']['told']>['errors'] {
  const counts = new Map(
    DIRECTIONS.map((direction) => {
      const own = read.map(({ verdicts }) => verdicts[judged].filter(({ verdict }) => verdict === direction).length)
      const count = own.reduce((sum, one) => sum + one, 0)
      return [direction, { count, visits: own.filter((one) => one > 0).length }] as const
    }),
  )
  const hidden = chooseHidden([counts], [DIRECTIONS])
  const told = DIRECTIONS.filter((direction) => !hidden.has(direction))
  return Object.fromEntries(told.map((direction) => [direction, counts.get(direction)?.count ?? 0]))
}

/** @param names of the parts, of which every visit is in one at most; a part that may not be told has its name alone. */
function tellParts<Name extends string>(
  names: readonly Name[],
  find: (name: Name) => readonly Read[],
  judged: Judged,
): { name: Name; told?: Told }[] {
  const parts = names.map((name) => ({ name, own: find(name) }))
  const isTold = mayTellParts(parts.map(({ own }) => own.length))
  return parts.flatMap(({ name, own }, index) => {
    if (own.length === 0) return []
    return [{ name, ...(isTold[index] && { told: estimate(own, judged) }) }]
  })
}

/** A visit is in several families, so the whole says nothing of one that is left out. */
function tellFamilies(read: readonly Read[]): AccuracyReport['families'] {
  const names = [...new Set(read.flatMap(({ visit }) => visit.final.map(findCodeFamily)))].toSorted()
  return names.map((name) => {
    const isOf: Choose = (one) => isOfCoding(one) && findCodeFamily(one.code) === name
    const own = read.filter(({ verdicts }) => verdicts.final.some(isOf))
    return { name, ...(mayTell(own.length) && { told: estimate(own, 'final', { isOf }) }) }
  })
}

const EDGES = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 1] as const

/** What suggestions said of themselves against how often the second coder agreed. */
function tellCalibration(read: readonly Read[]): AccuracyReport['calibration'] {
  return EDGES.slice(0, -1).flatMap((from, index) => {
    const to = EDGES[index + 1] ?? 1
    const isIn = (confidence: number): boolean => confidence >= from && (confidence < to || to === 1)
    const rows = read.flatMap(({ visit, stratum, verdicts }) => {
      const own = visit.suggested.filter(({ confidence }) => isIn(confidence))
      if (own.length === 0) return []
      const agreed = new Set(verdicts.suggested.filter(isAgreed).map(({ code }) => code))
      const hits = own.filter(({ code }) => agreed.has(code)).length
      const cluster = { stratum, stratumSize: visit.stratumSize, hits, of: own.length }
      return [{ cluster, said: own.reduce((sum, { confidence }) => sum + confidence, 0) }]
    })
    if (rows.length === 0) return []
    if (!mayTell(rows.length)) return [{ from, to }]
    const predicted =
      rows.reduce((sum, { said }) => sum + said, 0) / rows.reduce((sum, { cluster }) => sum + cluster.of, 0)
    return [{ from, to, told: { predicted, ...estimateShare(rows.map(({ cluster }) => cluster)) } }]
  })
}
