/** Shops and restaurants of which there are hundreds, named for persons: no person of a note, and no place of one. */
import type { NameReading, NameRun } from './name-reading.ts'
import type { NoteWord } from './note-words.ts'
import { CHAIN } from './word-marks.ts'

/** Of one word only with its "'s" and behind a word of place; of more, everywhere. */
const CHAINS: readonly string[] = [
  "trader joe's|dick's sporting goods|papa john's|papa murphy's|jimmy john's|sam's club|bj's wholesale|rite aid|duane reade|harris teeter|fred meyer|barnes & noble|carl's jr|bob evans|tim hortons|ruby tuesday|red robin|chuck e. cheese|burger king|dollar general|family dollar|ann taylor|eddie bauer|stein mart|ross dress|marie callender's|ben & jerry's|little caesars|john deere|mattress firm|vitamin shoppe|stewart's shops|casey's general|raising cane's|jersey mike's|mary kay|baskin robbins|jo ann fabrics|big lots|victoria's secret|peter piper|stop & shop|dave & buster's|long john silver's",
  "wendy's|denny's|arby's|kohl's|lowe's|macy's|michael's|michaels|zaxby's|domino's|dillard's|culver's|applebee's|chili's|hardee's|popeye's|mcdonald's|albertson's|raley's|wegman's|marshall's|bojangle's|friendly's|perkin's|sally's|cabela's|gander's|moe's|peet's|sherwin's|menard's|kroger's|walgreen's|boscov's",
].flatMap((list) => list.split('|'))

const WORDS = new Map<string, readonly (readonly string[])[]>()
for (const chain of CHAINS) {
  const own = chain.replaceAll("'s", '').split(' ')
  const first = own[0] ?? ''
  WORDS.set(first, [...(WORDS.get(first) ?? []), own])
}
export const CHAIN_WORDS: Iterable<string> = WORDS.keys()

const BEFORE_SHOP = /^(?:at|to|from|near|by|via|through|using|uses)$/
/** Who somebody works for is not to be known. */
const EMPLOYED =
  /^(?:works?|worked|working|employed|job|jobs|shift|shifts|manager|cashier|clerk|hired|fired|laid|retired|employer|employee)$/
const HOW_FAR = 6

/** The chains that a note names. */
export function listChains(words: readonly NoteWord[]): NameRun[] {
  const found: NameRun[] = []
  for (let at = 0; at < words.length; at++) {
    const chain = (words[at]?.marks ?? 0) & CHAIN ? findChain({ words }, at) : undefined
    if (chain) found.push(chain)
  }
  return found
}

/** Where such a name goes, from its first word. */
function findChain(reading: Pick<NameReading, 'words'>, at: number): NameRun | undefined {
  const { words } = reading
  const chains = WORDS.get(words[at]?.lower ?? '')
  if (!chains || words[at]?.shape === 'small') return undefined
  for (const own of chains) {
    const to = at + own.length
    if (!own.every((word, index) => words[at + index]?.lower === word)) continue
    if (own.length === 1 && !isShop(reading, at)) continue
    return isEmployer(reading, at) ? undefined : { from: at, to }
  }
  return undefined
}

function isShop({ words }: Pick<NameReading, 'words'>, at: number): boolean {
  const [before, word, next] = [words[at - 1]?.lower ?? '', words[at], words[at + 1]]
  if (!word?.isPossessive || !BEFORE_SHOP.test(before)) return false
  return (
    next?.kind !== 'word' ||
    /^(?:on|in|at|for|and|to|by|is|was|the|a|last|this|with|where|when|pharmacy|yesterday|today|because)$/.test(
      next.lower,
    )
  )
}

function isEmployer({ words }: Pick<NameReading, 'words'>, at: number): boolean {
  for (let index = at - 1; index > at - HOW_FAR && words[index]?.kind === 'word'; index--)
    if (EMPLOYED.test(words[index]?.lower ?? '')) return true
  return false
}
