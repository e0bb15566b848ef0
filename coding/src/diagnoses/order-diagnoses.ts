/** Puts diagnoses in the order of a claim: the condition chiefly responsible for the services first (IV.G). */
import type { RelationsSource } from '../knowledge/knowledge-data.ts'
import { type Diagnosis, hasPrefix } from './diagnosis.ts'

const RANK = { head: 0, text: 1, item: 2, treatment: 3, support: 4 } as const

/** Problems in the order in which the assessment names them; what stands below a problem comes after all problems. */
function compareByPlace(a: Diagnosis, b: Diagnosis): number {
  const byNote = (b.place.reading.note.time ?? '').localeCompare(a.place.reading.note.time ?? '')
  const byWeight = Math.min(RANK[a.place.weight], 2) - Math.min(RANK[b.place.weight], 2)
  return byWeight || byNote || a.place.mention.from - b.place.mention.from
}

function rankKind(relations: RelationsSource, diagnosis: Diagnosis): number {
  if (hasPrefix(diagnosis.code, relations.firstListed)) return 0
  return hasPrefix(diagnosis.code, relations.neverFirst) ? 2 : 1
}

/** Moves the second of a pair behind the first (etiology before manifestation, I.A.13). */
function applyPairs(relations: RelationsSource, diagnoses: readonly Diagnosis[]): Diagnosis[] {
  const ordered = [...diagnoses]
  for (const [first, second] of relations.order) {
    const lead = ordered.findIndex(({ code }) => code.startsWith(first))
    const follower = ordered.findIndex(({ code }) => code.startsWith(second))
    if (lead === -1 || follower === -1 || lead < follower) continue
    const [moved] = ordered.splice(lead, 1)
    if (moved !== undefined) ordered.splice(follower, 0, moved)
  }
  return ordered
}

/** Severe sepsis right behind its infection, and before the organs that it has struck (I.C.1.d.1.b). */
function applyBehind({ behind }: RelationsSource, diagnoses: readonly Diagnosis[]): readonly Diagnosis[] {
  return behind.reduce((current, { code, of, before }) => {
    const leads = current.filter((one) => hasPrefix(one.code, of))
    const moved = current.filter((one) => hasPrefix(one.code, [code]))
    if (leads.length === 0 || moved.length === 0) return current
    const place = current.findIndex((one) => hasPrefix(one.code, [...of, ...before]))
    const others = current.filter((one) => !leads.includes(one) && !moved.includes(one))
    return others.toSpliced(place, 0, ...leads, ...moved)
  }, diagnoses)
}

export function orderDiagnoses(relations: RelationsSource, diagnoses: readonly Diagnosis[]): Diagnosis[] {
  const placed = diagnoses.toSorted(
    (a, b) => rankKind(relations, a) - rankKind(relations, b) || compareByPlace(a, b) || a.code.localeCompare(b.code),
  )
  return [...applyBehind(relations, applyPairs(relations, placed))]
}
