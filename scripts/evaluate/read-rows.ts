/** Reads notes, one JSON object a line: `{"id","note"}`, for assertion with `concept`, for a report with `gold`. */
import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { EvaluationError } from './errors.ts'

const gold = z.object({
  code: z.optional(z.string()),
  system: z.optional(z.string()),
  optional: z.optional(z.boolean()),
  first_listed: z.optional(z.boolean()),
  accept_children: z.optional(z.boolean()),
})

const row = z.object({
  id: z.union([z.string(), z.number()]),
  note: z.string(),
  concept: z.optional(z.string()),
  gold: z.optional(z.array(gold)),
})

export type GoldCode = Readonly<z.infer<typeof gold>>
export type EvaluationRow = {
  readonly id: string
  readonly note: string
  readonly concept?: string | undefined
  readonly gold?: readonly GoldCode[] | undefined
}

type Line = { readonly text: string; readonly number: number }

function parseJson({ text, number }: Line, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    // The parser's own message quotes the line, which may be a note.
    throw new EvaluationError('bad-row', `${file}, line ${number}: not valid JSON.`, {
      cause: cause instanceof Error ? cause.name : undefined,
    })
  }
}

/** The first line of a file may say under which licence the notes are. */
function isLicence(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'licence' in value && !('note' in value)
}

function parseRow(value: unknown, line: Line, file: string): EvaluationRow {
  const parsed = z.safeParse(row, value)
  if (parsed.success) return { ...parsed.data, id: String(parsed.data.id) }
  const [issue] = parsed.error.issues
  const where = issue === undefined || issue.path.length === 0 ? 'the row' : `"${issue.path.join('.')}"`
  throw new EvaluationError('bad-row', `${file}, line ${line.number}: ${where} is missing or of the wrong type.`)
}

/** Blank lines count as lines, so that the number of an error is the one an editor shows. */
export function parseRows(text: string, file: string): EvaluationRow[] {
  const lines = text.split(/\r?\n/).map((one, index): Line => ({ text: one, number: index + 1 }))
  const seen = new Map<string, number>()
  return lines.flatMap((line) => {
    if (line.text.trim() === '') return []
    const value = parseJson(line, file)
    if (isLicence(value)) return []
    const parsed = parseRow(value, line, file)
    const earlier = seen.get(parsed.id)
    if (earlier !== undefined) {
      throw new EvaluationError('bad-row', `${file}, line ${line.number}: the id of line ${earlier} again.`)
    }
    seen.set(parsed.id, line.number)
    return [parsed]
  })
}

export function readRows(files: readonly string[]): EvaluationRow[] {
  return files.flatMap((file) => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (cause) {
      throw new EvaluationError('unreadable', `${file} cannot be read.`, { cause })
    }
    return parseRows(text.replace(/^\uFEFF/, ''), file)
  })
}
