/** Reads the tabular list (XML): codes, titles, instructional notes and 7th characters, as printed and where printed. */
import { type Icd10Code, tryParseIcd10Code } from '../domain/icd10-code.ts'
import { badRelease } from './bad-release.ts'
import type { NoteKind } from './release-note.ts'
import {
  checkRoot,
  findElement,
  getChildText,
  getText,
  listElements,
  type XmlDocument,
  type XmlElement,
} from './xml-element.ts'

export type TabularNote = {
  readonly kind: NoteKind
  readonly text: string
  /**
   * The note above that ends in a colon ("code to identify:"). The XML prints multi-level lists flat, so this is the
   * nearest such note of the same group.
   */
  readonly leadIn?: string
  readonly line: number
}

/** What chapters, sections and codes have in common. */
type Annotated = {
  readonly notes: readonly TabularNote[]
  /** Character to meaning, where a `sevenChrDef` stands. */
  readonly seventhCharacters?: ReadonlyMap<string, string>
}

export type TabularNode = Annotated & {
  readonly code: Icd10Code
  readonly title: string
  readonly children: readonly TabularNode[]
  readonly line: number
}

type TabularSection = Annotated & {
  readonly id: string
  readonly title: string
  readonly nodes: readonly TabularNode[]
}

type TabularChapter = Annotated & {
  readonly id: string
  readonly title: string
  readonly sections: readonly TabularSection[]
}

export type Tabular = {
  readonly file: string
  readonly version: string
  readonly chapters: readonly TabularChapter[]
}

const NOTE_GROUPS: ReadonlyMap<string, NoteKind> = new Map([
  ['inclusionTerm', 'inclusion-term'],
  ['includes', 'includes'],
  ['excludes1', 'excludes1'],
  ['excludes2', 'excludes2'],
  ['codeFirst', 'code-first'],
  ['useAdditionalCode', 'use-additional-code'],
  ['codeAlso', 'code-also'],
  ['notes', 'note'],
  ['sevenChrNote', 'seventh-character-note'],
])

/** @throws CodingError `bad-release` */
export function parseTabular(document: XmlDocument): Tabular {
  const root = checkRoot(document, 'ICD10CM.tabular')
  const chapters = listElements(root)
    .filter((element) => element.name === 'chapter')
    .map((element) => parseChapter(document, element))
  if (chapters.length === 0) throw badRelease({ file: document.file, line: root.line }, 'no <chapter>')
  return { file: document.file, version: getChildText(document, root, 'version'), chapters }
}

function parseChapter(document: XmlDocument, element: XmlElement): TabularChapter {
  return {
    id: getChildText(document, element, 'name'),
    title: getChildText(document, element, 'desc'),
    ...parseAnnotations(document, element),
    sections: listElements(element)
      .filter((child) => child.name === 'section')
      .map((child) => parseSection(document, child)),
  }
}

function parseSection(document: XmlDocument, element: XmlElement): TabularSection {
  const id = element.attributes['id']
  if (!id) throw badRelease({ file: document.file, line: element.line }, '<section> has no id')
  return {
    id,
    title: getChildText(document, element, 'desc'),
    ...parseAnnotations(document, element),
    nodes: parseNodes(document, element),
  }
}

function parseNodes(document: XmlDocument, parent: XmlElement): readonly TabularNode[] {
  return listElements(parent)
    .filter((child) => child.name === 'diag')
    .map((element) => parseNode(document, element))
}

function parseNode(document: XmlDocument, element: XmlElement): TabularNode {
  const name = getChildText(document, element, 'name')
  const code = tryParseIcd10Code(name)
  if (code === undefined) {
    throw badRelease({ file: document.file, line: element.line }, `"${name}" is not shaped like a code`)
  }
  return {
    code,
    title: getChildText(document, element, 'desc'),
    ...parseAnnotations(document, element),
    children: parseNodes(document, element),
    line: element.line,
  }
}

function parseAnnotations(document: XmlDocument, element: XmlElement): Annotated {
  const notes = listElements(element).flatMap((group) => {
    const kind = NOTE_GROUPS.get(group.name)
    return kind === undefined ? [] : parseNoteGroup(group, kind)
  })
  const definition = findElement(element, 'sevenChrDef')
  return definition ? { notes, seventhCharacters: parseSeventhCharacters(document, definition) } : { notes }
}

function parseNoteGroup(group: XmlElement, kind: NoteKind): readonly TabularNote[] {
  let leadIn: string | undefined
  return listElements(group).flatMap((element) => {
    const text = getText(element)
    if (text === '') return []
    if (text.endsWith(':')) {
      leadIn = text
      return [{ kind, text, line: element.line }]
    }
    return [{ kind, text, line: element.line, ...(leadIn === undefined ? {} : { leadIn }) }]
  })
}

/** A `note` between two extensions continues the meaning of the one before it. */
function parseSeventhCharacters(document: XmlDocument, definition: XmlElement): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>()
  let last: string | undefined
  for (const element of listElements(definition)) {
    const place = { file: document.file, line: element.line }
    const text = getText(element)
    if (element.name === 'extension') {
      last = element.attributes['char']?.trim().toUpperCase()
      if (last === undefined || !/^[0-9A-Z]$/.test(last))
        throw badRelease(place, '<extension> names no single character')
      if (meanings.has(last)) throw badRelease(place, `7th character ${last} is defined twice`)
      meanings.set(last, text)
    } else if (last !== undefined) {
      meanings.set(last, `${meanings.get(last) ?? ''}; ${text}`)
    }
  }
  return meanings
}
