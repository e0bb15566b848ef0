/**
 * Reads the four alphabetic files, which share one schema: the Index to Diseases and Injuries, the External Cause Index,
 * the Table of Neoplasms and the Table of Drugs and Chemicals.
 */
import { badRelease } from './bad-release.ts'
import {
  checkRoot,
  findElement,
  getChildText,
  getText,
  listElements,
  type XmlDocument,
  type XmlElement,
} from './xml-element.ts'

/** A main term or sub-term as printed; what it means is made out when the release is compiled. */
export type IndexTerm = {
  /** Without its non-essential modifiers, with NOS and NEC. */
  readonly title: string
  /** The modifiers in parentheses: their presence or absence changes nothing (Official Guidelines I.A.7). */
  readonly nonEssential: readonly string[]
  /** As printed; a trailing dash means that more characters must be chosen below. */
  readonly code?: string
  /** Second code of a pair, printed in brackets: sequenced after `code` (Official Guidelines I.A.13). */
  readonly manifestation?: string
  /** Path of the entry to go to instead: "Failure, heart, congestive". */
  readonly see?: string
  /** Path of an entry that may serve better. */
  readonly seeAlso?: string
  /** Column number (2-7) to code, in the two tables. */
  readonly cells: ReadonlyMap<number, string>
  readonly terms: readonly IndexTerm[]
  readonly line: number
}

export type AlphabeticIndex = {
  readonly file: string
  readonly version: string
  readonly mainTerms: readonly IndexTerm[]
}

/** @throws CodingError `bad-release` */
export function parseIndex(document: XmlDocument): AlphabeticIndex {
  const root = checkRoot(document, 'ICD10CM.index')
  const mainTerms = listElements(root)
    .filter((element) => element.name === 'letter')
    .flatMap(listElements)
    .filter((element) => element.name === 'mainTerm')
    .map((element) => parseTerm(document, element))
  if (mainTerms.length === 0) throw badRelease({ file: document.file, line: root.line }, 'no <mainTerm>')
  return { file: document.file, version: getChildText(document, root, 'version'), mainTerms }
}

function parseTerm(document: XmlDocument, element: XmlElement): IndexTerm {
  const titleElement = findElement(element, 'title')
  if (!titleElement) throw badRelease({ file: document.file, line: element.line }, `<${element.name}> has no <title>`)
  return {
    ...parseTitle(titleElement),
    ...readTexts(element),
    cells: readCells(document, element),
    terms: listElements(element)
      .filter((child) => child.name === 'term')
      .map((child) => parseTerm(document, child)),
    line: element.line,
  }
}

/** Text may stand before and after the modifiers: `Abuse<nemod>(adult) (child)</nemod> NEC`. */
function parseTitle(title: XmlElement): Pick<IndexTerm, 'title' | 'nonEssential'> {
  const own = title.children.map((child) => {
    if (typeof child === 'string') return child
    return child.name === 'nemod' ? ' ' : getText(child)
  })
  const modifiers = listElements(title)
    .filter((child) => child.name === 'nemod')
    .map(getText)
    .join(' ')
  return { title: own.join('').replace(/\s+/g, ' ').trim(), nonEssential: splitModifiers(modifiers) }
}

function splitModifiers(text: string): readonly string[] {
  return text
    .split(/[()]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function readTexts(element: XmlElement): Pick<IndexTerm, 'code' | 'manifestation' | 'see' | 'seeAlso'> {
  const read = (name: string): string | undefined => {
    const child = findElement(element, name)
    return (child && getText(child)) || undefined
  }
  const code = read('code')
  const manifestation = read('manif')
  const see = read('see')
  // `seecat` and `subcat` point to a category ("see category Z37"): an option, like "see also".
  const seeAlso = read('seeAlso') ?? read('seecat') ?? read('subcat')
  return {
    ...(code === undefined ? {} : { code }),
    ...(manifestation === undefined ? {} : { manifestation }),
    ...(see === undefined ? {} : { see }),
    ...(seeAlso === undefined ? {} : { seeAlso }),
  }
}

function readCells(document: XmlDocument, element: XmlElement): ReadonlyMap<number, string> {
  const cells = new Map<number, string>()
  for (const cell of listElements(element)) {
    if (cell.name !== 'cell') continue
    const column = Number(cell.attributes['col'])
    if (!Number.isInteger(column) || column < 2 || column > 9) {
      throw badRelease({ file: document.file, line: cell.line }, '<cell> has no column between 2 and 9')
    }
    const text = getText(cell)
    // Empty cells are printed as one or two dashes.
    if (!/^-*$/.test(text)) cells.set(column, text)
  }
  return cells
}
