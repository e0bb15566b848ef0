/** Notes with invented identifiers, written for these tests: `{{LABEL|text}}` marks what must go. */
import { readFileSync } from 'node:fs'

export type PlantedSpan = { readonly start: number; readonly end: number; readonly label: string }
export type PlantedNote = { readonly id: string; readonly note: string; readonly gold: readonly PlantedSpan[] }

const MARK = /\{\{([A-Z0-9]+)\|([^}]*)\}\}/g

export function readPlantedNotes(file = 'planted-notes.txt'): PlantedNote[] {
  const text = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8')
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const end = block.indexOf('\n')
      return { id: block.slice(0, end), ...readMarks(block.slice(end + 1).trimEnd()) }
    })
}

function readMarks(marked: string): Pick<PlantedNote, 'note' | 'gold'> {
  const gold: PlantedSpan[] = []
  let note = ''
  let at = 0
  for (const match of marked.matchAll(MARK)) {
    const [whole, label = '', value = ''] = match
    note += marked.slice(at, match.index)
    gold.push({ start: note.length, end: note.length + value.length, label })
    note += value
    at = match.index + whole.length
  }
  return { note: note + marked.slice(at), gold }
}
