/** Reads a JSON document as it arrives and gives back each element of its `items` array as soon as the element is whole. */

export type ItemScanner = {
  /** @returns the text of every object or array that became whole; the work is linear in what is pushed. */
  readonly push: (text: string) => readonly string[]
  /** True once the document itself is closed: only then is the list all of it. */
  readonly isClosed: () => boolean
  /** True once no continuation can make this the document that was asked for. */
  readonly isBroken: () => boolean
}

const MAX_ITEM_LENGTH = 64 * 1024
const BLANK = /\s/

type State = {
  depth: number
  inString: boolean
  isEscaped: boolean
  /** The last string at the top level: the key that an array there belongs to. */
  key: string
  inItems: boolean
  hasItems: boolean
  isBroken: boolean
  /** The text of the element that is open, from earlier pieces. */
  element: string | undefined
}

/** @param name the key of the array at the top level. */
export function createItemScanner(name = 'items'): ItemScanner {
  const state: State = {
    depth: 0,
    inString: false,
    isEscaped: false,
    key: '',
    inItems: false,
    hasItems: false,
    isBroken: false,
    element: undefined,
  }
  return {
    push: (text) => scan(state, text, name),
    isClosed: () => state.hasItems && state.depth === 0 && !state.isBroken,
    isBroken: () => state.isBroken,
  }
}

function scan(state: State, text: string, name: string): readonly string[] {
  const whole: string[] = []
  let start = state.element === undefined ? -1 : 0
  for (let index = 0; index < text.length && !state.isBroken; index++) {
    const character = text.charAt(index)
    if (state.inString) {
      readInString(state, character)
      continue
    }
    if (isOpening(character) && state.inItems && state.depth === 2) {
      start = index
      state.element = ''
    }
    step(state, character, name)
    if (state.element === undefined || state.depth !== 2 || !isClosing(character)) continue
    whole.push(state.element + text.slice(start, index + 1))
    state.element = undefined
    start = -1
  }
  if (start !== -1 && state.element !== undefined) state.element += text.slice(start)
  if ((state.element?.length ?? 0) > MAX_ITEM_LENGTH) state.isBroken = true
  return whole
}

function isOpening(character: string): boolean {
  return character === '{' || character === '['
}

function isClosing(character: string): boolean {
  return character === '}' || character === ']'
}

function readInString(state: State, character: string): void {
  if (state.isEscaped) state.isEscaped = false
  else if (character === '\\') state.isEscaped = true
  else if (character === '"') state.inString = false
  else if (state.depth === 1) state.key += character
}

function step(state: State, character: string, name: string): void {
  if (character === '"') {
    state.inString = true
    if (state.depth === 1) state.key = ''
    if (state.depth === 0) state.isBroken = true
  } else if (isOpening(character)) {
    // One document, and it is an object: anything before or after it is not what was asked for.
    if (state.depth === 0 && (character === '[' || state.hasItems)) state.isBroken = true
    if (state.depth === 1 && character === '[' && state.key === name && !state.hasItems) {
      state.inItems = true
      state.hasItems = true
    }
    state.depth += 1
  } else if (isClosing(character)) {
    state.depth -= 1
    if (state.depth === 1) state.inItems = false
    if (state.depth < 0) state.isBroken = true
  } else if (state.depth === 0 && !BLANK.test(character)) state.isBroken = true
}
