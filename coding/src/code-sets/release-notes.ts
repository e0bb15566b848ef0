/** The notes of a release: how they are compiled from the tabular list, and asked for by row. */
import type { CodeTable, RowRange } from './code-table.ts'
import { at, buildGroups, buildStrings, type Columns, getNumbers, joinColumns, openStrings } from './columns.ts'
import { findCodeReferences, resolveReference } from './note-references.ts'
import type { Tabular, TabularNode, TabularNote } from './parse-tabular.ts'
import { NOTE_KINDS, type ReleaseNote } from './release-note.ts'

export type ReleaseNotes = {
  /** Own notes first, then those of the codes above, the section and the chapter (Official Guidelines I.B.1). */
  readonly list: (row: number) => readonly ReleaseNote[]
  readonly listOwn: (row: number) => readonly ReleaseNote[]
  /** Sections and chapters that hold the row, innermost first. */
  readonly listBlocks: (row: number) => readonly TabularBlock[]
}

type TabularBlock = { readonly label: string; readonly title: string; readonly rows: RowRange }

/** A note together with the row, or the block (numbered on after the rows), under which it is printed. */
type OwnedNote = TabularNote & { readonly owner: number }

export type CompiledNotes = {
  readonly columns: Columns
  readonly count: number
  /** Notes that name a code which the release does not have: the publisher's misprints, kept for display. */
  readonly dangling: readonly string[]
}

export function buildNoteColumns(tabular: Tabular | undefined, codes: CodeTable): CompiledNotes {
  const blocks = tabular ? listBlocks(tabular, codes) : []
  const notes = tabular ? listOwnedNotes(tabular, codes, blocks) : []
  const dangling: string[] = []
  const ranges = notes.map((note) => {
    const found = resolveNote(note, codes)
    if (found.dangling !== undefined) dangling.push(`line ${note.line}: ${found.dangling}`)
    return found.ranges
  })
  const byOwner = buildGroups(groupByOwner(notes, codes.size + blocks.length))
  const rangesOf = buildGroups(ranges.map((list) => (list ?? []).flatMap(({ from, to }) => [from, to])))
  const columns = joinColumns([
    buildStrings(
      'notes.text',
      notes.map((note) => note.text),
    ),
    buildStrings(
      'notes.lead-in',
      notes.map((note) => note.leadIn ?? ''),
    ),
    buildStrings(
      'blocks.label',
      blocks.map((block) => block.label),
    ),
    buildStrings(
      'blocks.title',
      blocks.map((block) => block.title),
    ),
    {
      texts: {},
      numbers: {
        'notes.kind': Uint32Array.from(notes, (note) => NOTE_KINDS.indexOf(note.kind)),
        'notes.in-words': Uint32Array.from(ranges, (list) => (list ? 0 : 1)),
        'notes.first-of-owner': byOwner.first,
        'notes.first-range': rangesOf.first,
        'notes.range': rangesOf.items,
        'blocks.from': Uint32Array.from(blocks, (block) => block.rows.from),
        'blocks.to': Uint32Array.from(blocks, (block) => block.rows.to),
      },
    },
  ])
  return { columns, count: notes.length, dangling }
}

/** Sections before the chapters that hold them, so that the innermost comes first. */
function listBlocks(tabular: Tabular, codes: CodeTable): readonly TabularBlock[] {
  const sections = tabular.chapters.flatMap((chapter) => chapter.sections)
  const chapters = tabular.chapters.map((chapter) => ({
    id: `Chapter ${chapter.id}`,
    title: chapter.title,
    nodes: chapter.sections.flatMap((section) => section.nodes),
  }))
  return [...sections, ...chapters].map(({ id, title, nodes }) => ({
    label: id,
    title,
    rows: spanNodes(nodes, codes),
  }))
}

function spanNodes(nodes: readonly TabularNode[], codes: CodeTable): RowRange {
  const ranges = nodes
    .map((node) => codes.findRow(node.code))
    .filter((row) => row !== undefined)
    .map((row) => codes.getSubtree(row))
  return {
    from: ranges.reduce((from, range) => Math.min(from, range.from), codes.size),
    to: ranges.reduce((to, range) => Math.max(to, range.to), 0),
  }
}

function listOwnedNotes(tabular: Tabular, codes: CodeTable, blocks: readonly TabularBlock[]): readonly OwnedNote[] {
  const blockNumbers = new Map(blocks.map((block, index) => [block.label, codes.size + index]))
  const own = (notes: readonly TabularNote[], owner: number | undefined): readonly OwnedNote[] =>
    owner === undefined ? [] : notes.map((note) => ({ ...note, owner }))
  const visit = (node: TabularNode): readonly OwnedNote[] => [
    ...own(node.notes, codes.findRow(node.code)),
    ...node.children.flatMap(visit),
  ]
  return tabular.chapters
    .flatMap((chapter) => [
      ...own(chapter.notes, blockNumbers.get(`Chapter ${chapter.id}`)),
      ...chapter.sections.flatMap((section) => [
        ...own(section.notes, blockNumbers.get(section.id)),
        ...section.nodes.flatMap(visit),
      ]),
    ])
    .toSorted((a, b) => a.owner - b.owner)
}

function groupByOwner(notes: readonly OwnedNote[], owners: number): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: owners }, () => [])
  for (const [index, note] of notes.entries()) groups[note.owner]?.push(index)
  return groups
}

function resolveNote(note: TabularNote, codes: CodeTable): { ranges?: readonly RowRange[]; dangling?: string } {
  // Inclusion terms describe the code itself; what looks like a code there is a gene or an antigen.
  if (note.kind === 'inclusion-term') return {}
  const references = findCodeReferences(note.text).filter(
    (reference) => codes.findRow(reference.first.slice(0, 3)) !== undefined,
  )
  const resolved = references.map((reference) => ({ reference, ranges: resolveReference(reference, codes) }))
  const missing = resolved.find(
    ({ reference, ranges }) => ranges === undefined && reference.condition?.kind !== 'unknown',
  )
  const ranges = resolved.flatMap((one) => one.ranges ?? [])
  return {
    ...(ranges.length === 0 ? {} : { ranges }),
    ...(missing ? { dangling: `${missing.reference.first} in "${note.text}"` } : {}),
  }
}

/** Rows whose notes are held, at most. */
const MAX_KNOWN = 256

export function openNotes(columns: Columns, codes: CodeTable): ReleaseNotes {
  const texts = openStrings(columns, 'notes.text')
  const leadIns = openStrings(columns, 'notes.lead-in')
  const labels = openStrings(columns, 'blocks.label')
  const titles = openStrings(columns, 'blocks.title')
  const kinds = getNumbers(columns, 'notes.kind')
  const inWords = getNumbers(columns, 'notes.in-words')
  const firstOfOwner = getNumbers(columns, 'notes.first-of-owner')
  const firstRange = getNumbers(columns, 'notes.first-range')
  const rangeBounds = getNumbers(columns, 'notes.range')
  const blockFrom = getNumbers(columns, 'blocks.from')
  const blockTo = getNumbers(columns, 'blocks.to')

  const readRanges = (note: number): readonly RowRange[] => {
    const ranges: RowRange[] = []
    for (let index = at(firstRange, note); index < at(firstRange, note + 1); index += 2) {
      ranges.push({ from: at(rangeBounds, index), to: at(rangeBounds, index + 1) })
    }
    return ranges
  }

  const readNotes = (owner: number, printedAt: string, isInherited: boolean): readonly ReleaseNote[] => {
    const notes: ReleaseNote[] = []
    for (let note = at(firstOfOwner, owner); note < at(firstOfOwner, owner + 1); note++) {
      const leadIn = leadIns.get(note)
      notes.push({
        kind: NOTE_KINDS[at(kinds, note)] ?? 'note',
        text: texts.get(note),
        ...(leadIn === '' ? {} : { leadIn }),
        printedAt,
        isInherited,
        names: at(inWords, note) === 1 ? 'in-words' : readRanges(note),
      })
    }
    return notes
  }

  const listBlockNumbers = (row: number): readonly number[] =>
    Array.from(blockFrom.keys()).filter((block) => at(blockFrom, block) <= row && row < at(blockTo, block))

  const listOwn = (row: number): readonly ReleaseNote[] => readNotes(row, codes.getCode(row), false)

  const readAll = (row: number): readonly ReleaseNote[] => {
    const notes = [...listOwn(row)]
    for (let above = codes.findParent(row); above !== undefined; above = codes.findParent(above)) {
      notes.push(...readNotes(above, codes.getCode(above), true))
    }
    for (const block of listBlockNumbers(row)) notes.push(...readNotes(codes.size + block, labels.get(block), true))
    return notes
  }

  const known = new Map<number, readonly ReleaseNote[]>()

  return {
    listOwn,
    // A check of a draft asks for the notes of the same dozen codes, pair by pair and rule by rule.
    list: (row) => {
      const held = known.get(row)
      if (held !== undefined) return held
      const notes = readAll(row)
      if (known.size >= MAX_KNOWN) known.clear()
      known.set(row, notes)
      return notes
    },
    listBlocks: (row) =>
      listBlockNumbers(row).map((block) => ({
        label: labels.get(block),
        title: titles.get(block),
        rows: { from: at(blockFrom, block), to: at(blockTo, block) },
      })),
  }
}

/** @returns whether the note names the code of this row. */
export function namesRow(note: ReleaseNote, row: number): boolean {
  return note.names !== 'in-words' && note.names.some((range) => range.from <= row && row < range.to)
}
