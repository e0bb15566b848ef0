/** Lists of the Medicare Code Editor for diagnoses. Postil ships none; a site imports them as JSON. */
import * as z from 'zod/mini'
import type { EditorFlag } from '../../claims/claim-tables.ts'
import { type Icd10Code, tryParseIcd10Code } from '../../domain/icd10-code.ts'
import { badRelease } from '../bad-release.ts'
import { buildStrings, type Columns, joinColumns, openStrings } from '../columns.ts'

export type EditorFlagRow = { readonly code: Icd10Code; readonly flag: EditorFlag }

const list = z.array(z.string())
const fileSchema = z.object({
  flags: z.object({
    manifestation: list,
    unacceptable: list,
    qadm: list,
    reqsdx: list,
    unspecified: list,
    newborn: list,
    pediatric: list,
    maternity: list,
    adult: list,
  }),
})

/** The editor's own names of its lists. */
const FLAGS: Readonly<Record<keyof z.infer<typeof fileSchema>['flags'], EditorFlag>> = {
  manifestation: 'manifestation',
  unacceptable: 'unacceptable-principal',
  qadm: 'questionable-admission',
  reqsdx: 'requires-secondary',
  unspecified: 'unspecified-side',
  newborn: 'newborn',
  pediatric: 'pediatric',
  maternity: 'maternity',
  adult: 'adult',
}

/**
 * Reads `{ "flags": { "manifestation": ["D630", …], … } }`, the lists by the editor's names, codes with or without a dot.
 * Source: CMS, Definitions of Medicare Code Edits.
 * @throws CodingError `bad-release`
 */
export function parseEditorFlags(text: string, file: string): readonly EditorFlagRow[] {
  const { flags } = readFile(text, file)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema has exactly these names
  const names = Object.keys(FLAGS) as (keyof typeof FLAGS)[]
  return names.flatMap((name) =>
    flags[name].map((written) => {
      const code = tryParseIcd10Code(written)
      if (code === undefined) throw badRelease({ file, line: 1 }, `the list "${name}" holds something that is no code`)
      return { code, flag: FLAGS[name] }
    }),
  )
}

function readFile(text: string, file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw badRelease({ file, line: 1 }, `expected lists named ${Object.keys(FLAGS).join(', ')} under "flags"`, {
      cause,
    })
  }
}

export function buildEditorFlagColumns(rows: readonly EditorFlagRow[]): Columns {
  return joinColumns(
    (['code', 'flag'] as const).map((field) =>
      buildStrings(
        `editor.${field}`,
        rows.map((row) => row[field]),
      ),
    ),
  )
}

export function openEditorFlags(columns: Columns): ReadonlyMap<string, ReadonlySet<EditorFlag>> {
  const [codes, flags] = [openStrings(columns, 'editor.code'), openStrings(columns, 'editor.flag')]
  const known = new Map<string, EditorFlag>(Object.values(FLAGS).map((flag) => [flag, flag]))
  const byCode = new Map<string, Set<EditorFlag>>()
  for (let index = 0; index < codes.size; index++) {
    const flag = known.get(flags.get(index))
    if (flag === undefined) continue
    const found = byCode.get(codes.get(index)) ?? new Set()
    byCode.set(codes.get(index), found.add(flag))
  }
  return byCode
}
