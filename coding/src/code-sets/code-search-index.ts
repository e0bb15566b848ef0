/** The word index behind the type-ahead: which words stand in which title, inclusion term and line of the index. */
import type { CodeTable } from './code-table.ts'
import { buildGroups, buildStrings, type Columns, joinColumns } from './columns.ts'
import { openIndex } from './release-index.ts'
import { openNotes } from './release-notes.ts'
import { listSearchWords } from './search-words.ts'

/** A phrase that leads to a row. The first phrases are the titles, in row order, and are not stored again. */
type Phrase = { readonly row: number; readonly text: string }

/** @param columns those of the release, with its notes and its index. */
export function buildSearchColumns(columns: Columns, codes: CodeTable): Columns {
  const others = [...listInclusionTerms(columns, codes), ...listIndexLines(columns, codes)]
  const phrases = [...listTitles(codes), ...others]
  const numbersOf = new Map<string, number[]>()
  const lengths = new Uint32Array(phrases.length)
  phrases.forEach(({ text }, number) => {
    const words = new Set(listSearchWords(text))
    lengths[number] = words.size
    for (const word of words) {
      const numbers = numbersOf.get(word)
      if (numbers) numbers.push(number)
      else numbersOf.set(word, [number])
    }
  })
  const words = [...numbersOf.keys()].sort()
  const postings = buildGroups(words.map((word) => numbersOf.get(word) ?? []))
  return joinColumns([
    buildStrings('search.word', words),
    buildStrings(
      'search.phrase',
      others.map((phrase) => phrase.text),
    ),
    {
      texts: {},
      numbers: {
        'search.row': Uint32Array.from(others, (phrase) => phrase.row),
        'search.length': lengths,
        'search.first': postings.first,
        'search.phrases': postings.items,
      },
    },
  ])
}

function listTitles(codes: CodeTable): readonly Phrase[] {
  return Array.from({ length: codes.size }, (_, row) => ({ row, text: codes.getTitle(row) }))
}

function listInclusionTerms(columns: Columns, codes: CodeTable): readonly Phrase[] {
  const notes = openNotes(columns, codes)
  return Array.from({ length: codes.size }, (_, row) => row).flatMap((row) =>
    notes
      .listOwn(row)
      .filter((note) => note.kind === 'inclusion-term')
      .map((note) => ({ row, text: note.text })),
  )
}

/** External causes are left out: nobody looks for them in words of a diagnosis, and "fall" would find nothing else. */
function listIndexLines(columns: Columns, codes: CodeTable): readonly Phrase[] {
  return [...openIndex(columns, codes).listEntries()].flatMap((entry) => {
    const row = codes.findRow(entry.code)
    return row === undefined || entry.source !== 'index' ? [] : [{ row, text: entry.terms.join(', ') }]
  })
}
