/** The words of a note that show two services to be separate, and the modifier that says the same. */
import { type ModifierCode, parseModifierCode } from '../../domain/procedure-code.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import { findDeeds, type Statement } from '../find-statement.ts'

const OTHER = '(?:separate|different|distinct|contralateral|non-?contiguous|another|second)'
const PLACE =
  'site|incision|lesion|structure|organ|joint|side|digit|finger|toe|level|compartment|location|area|wound|injury|knee|hip|shoulder|elbow|wrist|ankle|hand|foot|arm|leg|eye|ear'

/** CMS, X{EPSU} modifiers (Change Request 8863): encounter, practitioner, structure. */
const SEPARATE: readonly (readonly [pattern: RegExp, modifier: string])[] = [
  [new RegExp(String.raw`\b${OTHER} (?:operative )?(?:session|encounter|visit)\b`, 'gi'), 'XE'],
  [new RegExp(String.raw`\b${OTHER} (?:practitioner|surgeon|provider|physician)\b`, 'gi'), 'XP'],
  [new RegExp(String.raw`\b${OTHER} (?:and distinct )?(?:anatomic(?:al)? )?(?:${PLACE})s?\b`, 'gi'), 'XS'],
]

export type SeparateService = { readonly statement: Statement; readonly modifier: ModifierCode }

/** @param acceptsXModifiers where the payer does not take them, 59 says less and stands for all. */
export function findSeparateService(
  readings: readonly NoteReading[],
  acceptsXModifiers: boolean,
): SeparateService | undefined {
  for (const [pattern, modifier] of SEPARATE) {
    const [statement] = findDeeds(readings, pattern)
    if (statement) return { statement, modifier: parseModifierCode(acceptsXModifiers ? modifier : '59') }
  }
  return undefined
}
