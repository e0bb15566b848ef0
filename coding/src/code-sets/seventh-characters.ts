/**
 * 7th characters: which ones a code may take, and what they mean (Official Guidelines I.A.5). The definition of the
 * nearest ancestor counts; a code shorter than six characters is filled up with the placeholder X (I.A.4).
 */
import { type CodeTable, removeDot } from './code-table.ts'
import { buildStrings, type Columns, getNumbers, joinColumns, openStrings } from './columns.ts'
import type { Tabular, TabularNode } from './parse-tabular.ts'

const STEM_LENGTH = 6

export type SeventhCharacters = {
  /** Character to meaning; only those that the order file really has below the code. */
  readonly find: (row: number) => ReadonlyMap<string, string> | undefined
}

/** The code as the tabular list builds it: `S52.5` and `A` give `S525XXA`. */
export function addSeventhCharacter(code: string, character: string): string {
  return removeDot(code).padEnd(STEM_LENGTH, 'X') + character
}

/** Every code that the tabular list stands for, without dot, with the 7th characters spelled out. */
export function expandTabular(tabular: Tabular): readonly string[] {
  type Meanings = TabularNode['seventhCharacters']
  const visit = (node: TabularNode, inherited: Meanings): readonly string[] => {
    const characters = node.seventhCharacters ?? inherited
    const code = removeDot(node.code)
    if (node.children.length > 0) return [code, ...node.children.flatMap((child) => visit(child, characters))]
    if (characters === undefined || code.length > STEM_LENGTH) return [code]
    return [code, ...Array.from(characters.keys(), (character) => addSeventhCharacter(code, character))]
  }
  return tabular.chapters.flatMap((chapter) =>
    chapter.sections.flatMap((section) =>
      section.nodes.flatMap((node) => visit(node, section.seventhCharacters ?? chapter.seventhCharacters)),
    ),
  )
}

export function buildSeventhCharacterColumns(tabular: Tabular | undefined, codes: CodeTable): Columns {
  const defined: { row: number; characters: string; meanings: readonly string[] }[] = []
  const visit = (node: TabularNode): void => {
    const row = codes.findRow(node.code)
    const { seventhCharacters } = node
    if (row !== undefined && seventhCharacters) {
      defined.push({
        row,
        characters: [...seventhCharacters.keys()].join(''),
        meanings: [...seventhCharacters.values()],
      })
    }
    node.children.forEach(visit)
  }
  for (const chapter of tabular?.chapters ?? []) for (const section of chapter.sections) section.nodes.forEach(visit)
  return joinColumns([
    buildStrings(
      'seventh.characters',
      defined.map((definition) => definition.characters),
    ),
    buildStrings(
      'seventh.meanings',
      defined.flatMap((definition) => definition.meanings),
    ),
    { texts: {}, numbers: { 'seventh.row': Uint32Array.from(defined, (definition) => definition.row) } },
  ])
}

export function openSeventhCharacters(columns: Columns, codes: CodeTable): SeventhCharacters {
  const alphabets = openStrings(columns, 'seventh.characters')
  const meanings = openStrings(columns, 'seventh.meanings')
  const rows = getNumbers(columns, 'seventh.row')
  const definitions = new Map<number, ReadonlyMap<string, string>>()
  let next = 0
  rows.forEach((row, index) => {
    const meaningOf = new Map<string, string>()
    for (const character of alphabets.get(index)) meaningOf.set(character, meanings.get(next++))
    definitions.set(row, meaningOf)
  })

  const findDefinition = (row: number): ReadonlyMap<string, string> | undefined => {
    for (let above: number | undefined = row; above !== undefined; above = codes.findParent(above)) {
      const definition = definitions.get(above)
      if (definition) return definition
    }
    return undefined
  }

  /** The 7th characters in use among the descendants, or among the siblings when the code already has one. */
  const listUsed = (row: number): ReadonlySet<string> => {
    const isComplete = codes.getBareCode(row).length > STEM_LENGTH
    const top = isComplete ? (codes.findParent(row) ?? row) : row
    const { from, to } = codes.getSubtree(top)
    const used = new Set<string>()
    for (let below = from; below < to; below++) {
      const character = codes.getBareCode(below)[STEM_LENGTH]
      if (character !== undefined) used.add(character)
    }
    return used
  }

  return {
    find: (row) => {
      const definition = findDefinition(row)
      if (!definition) return undefined
      const used = listUsed(row)
      const possible = new Map([...definition].filter(([character]) => used.has(character)))
      return possible.size === 0 ? undefined : possible
    },
  }
}
