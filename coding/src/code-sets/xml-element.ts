/**
 * The little XML that the publishers' files need. Reading bytes into this tree is the business of the caller
 * (`proxy/src/code-sets/read-xml.ts`), so that `coding` stays free of an XML library.
 */
import { badRelease } from './bad-release.ts'

export type XmlElement = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlElement | string)[]
  readonly line: number
}

export type XmlDocument = { readonly file: string; readonly root: XmlElement }

export function listElements(parent: XmlElement): readonly XmlElement[] {
  return parent.children.filter((child) => typeof child !== 'string')
}

export function findElement(parent: XmlElement, name: string): XmlElement | undefined {
  return listElements(parent).find((child) => child.name === name)
}

/** All text below an element, with runs of white space made one blank. */
export function getText(element: XmlElement): string {
  return collectText(element).replace(/\s+/g, ' ').trim()
}

function collectText(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : collectText(child))).join('')
}

/** @throws CodingError `bad-release` when the child is missing or empty. */
export function getChildText(document: XmlDocument, parent: XmlElement, name: string): string {
  const child = findElement(parent, name)
  const text = child && getText(child)
  if (text === undefined || text === '') {
    throw badRelease({ file: document.file, line: parent.line }, `<${parent.name}> has no <${name}>`)
  }
  return text
}

/** @throws CodingError `bad-release` when the document is of another kind, or lists changes instead of a whole edition. */
export function checkRoot(document: XmlDocument, name: string): XmlElement {
  const { root, file } = document
  if (root.name !== name) throw badRelease({ file, line: root.line }, `expected <${name}>, found <${root.name}>`)
  if (root.attributes['isAddenda'] === 'true') {
    throw badRelease({ file, line: root.line }, 'this is a list of changes (addenda), not a whole edition')
  }
  return root
}
