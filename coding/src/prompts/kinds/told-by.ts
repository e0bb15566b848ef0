/** Words that answer an entry of the catalogue wherever a note says them (`told_by` in `gaps.yaml`). */
import { getNoteWords } from '../note-words.ts'
import type { PromptSource } from '../prompt-source.ts'
import type { Gap } from '../signs/gap-data.ts'

export function isToldBy({ readings }: PromptSource, { toldBy }: Gap): boolean {
  return readings.some((reading) => toldBy.some((beginning) => getNoteWords(reading).includes(` ${beginning}`)))
}
