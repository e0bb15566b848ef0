/** The annotated ICD-10-CM codes of a row, read as `score_codes.py` reads them: upper case, without dots. */
import { EvaluationError } from './errors.ts'
import type { EvaluationRow } from './read-rows.ts'

export type GoldCodes = {
  readonly required: readonly string[]
  /** Neither required nor wrong. */
  readonly optional: ReadonlySet<string>
  /** Categories that any longer code below them meets. */
  readonly families: readonly string[]
  readonly first?: string | undefined
  /** Whether the annotators flagged the first-listed code; else it is the first in their order. */
  readonly isFirstFlagged: boolean
}

export function normalizeCode(code: string): string {
  return code.toUpperCase().replaceAll(/[. ]/g, '')
}

export function getCategory(code: string): string {
  return normalizeCode(code).slice(0, 3)
}

export function parseGoldCodes({ id, gold }: EvaluationRow): GoldCodes {
  if (gold === undefined) throw new EvaluationError('bad-row', `Row ${id} has no "gold", which a report needs.`)
  const codes = gold
    .filter(({ system = 'icd10cm' }) => system === 'icd10cm')
    .map(({ code, ...flags }) => {
      if (code === undefined) throw new EvaluationError('bad-row', `Row ${id} has a gold entry without "code".`)
      return { ...flags, code: normalizeCode(code) }
    })
  const required = [...new Set(codes.filter(({ optional }) => optional !== true).map(({ code }) => code))]
  const flagged = codes.find(({ first_listed }) => first_listed === true)?.code
  return {
    required,
    optional: new Set(codes.flatMap(({ code, optional }) => (optional === true ? [code] : []))),
    families: codes.flatMap(({ code, accept_children }) => (accept_children === true ? [code] : [])),
    first: flagged ?? required[0],
    isFirstFlagged: flagged !== undefined,
  }
}

/** A code as the annotators would have it: one below a family stands for the family. */
export function foldCode(code: string, { families }: Pick<GoldCodes, 'families'>): string {
  const bare = normalizeCode(code)
  return families.find((family) => bare.startsWith(family)) ?? bare
}
