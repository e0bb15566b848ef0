/**
 * Reads that somebody no longer smokes where the words name an end and not a status: "smoked until 2005", "cigarettes from
 * 1980 to 1995", "quit smoking 10 years ago". It is a history of the dependence (Official Guidelines FY2026, I.C.21.c.4).
 */
type Span = { readonly from: number; readonly to: number }

export const FORMER_SMOKER = 'former-smoker'
/** Concepts that such words name as well. */
export const SMOKING: ReadonlySet<string> = new Set(['tobacco', 'tobacco-use', FORMER_SMOKER])

/** A note without any of these says nothing of it. */
export const SPEAKS_OF_SMOKING = /smok|tobacco|cigar|nicotin/i
const HABIT = /^(?:smok(?:e|er|es|ed|ing)|tobacco|cigarettes?|cigars?|nicotine)$/
/** What others smoke. */
const OF_OTHERS = /\b(?:second ?-? ?hand|passive|exposure to|exposed to|household) $/

const YEAR = String.raw`(?:\d{1,2} [/-] ){0,2}(?:19|20)\d\d\b`
const PAST = String.raw`(?:${YEAR}|(?:\d{1,2}|many|several|a few) (?:\+ )?(?:years?|yrs?|y|months?|mos?|weeks?) (?:ago|prior|back)\b|(?:years|months) ago\b|last (?:year|month|spring|summer|fall|winter)\b|age (?:of )?\d{1,2}\b|long ago\b)`
const SOME =
  '(?:about|around|approximately|roughly|circa|age|early|mid|late|the|in|on|at|his|her|over|>|~|-|since|he|she|was|[a-z]{3,9} (?=(?:19|20)))'
const UNTIL = String.raw`(?:until|till|til|thru|through|up to|up until|end(?:ed|ing)(?: in)?)(?: ${SOME})* (?:${PAST}|\d\ds\b|pregnan\w+|diagnos\w+|retire\w+|surgery)`
const RANGE = String.raw`(?:from )?(?:about )?(?:19|20)\d\d (?:to|-|–|until|till|through|thru) (?:19|20)\d\d\b`
const STOPPED = "(?:quit|stopped|ceased|gave up|gave it up|discontinued|dc ' ?d)"
const STOP_AT = `${STOPPED}(?: (?:smoking|cigarettes|tobacco|nicotine|completely|entirely|cold turkey|for good))*(?: ${SOME})* ${PAST}`

/** What may stand between the habit and its end: how much and for how long, and no other matter. */
const AMOUNT =
  /(?:\d[\d.]*|ppd|packs?|per|a|an|day|daily|week|weekly|years?|yrs?|months?|cigarettes?|cigars?|tobacco|nicotine|smok(?:er|ing|ed)|products?|use[drs]?|dependence|abuse|disorder|habit|history|hx|half|one|two|three|about|approximately|heavily|heavy|light|socially|occasionally|for|from|with|of|and|but|who|he|she|they|patient|pt|had|has|was|up|x|py|[,(:/~+-])/
    .source
/** Behind the habit, within its phrase. */
const ENDED = new RegExp(`^(?:${AMOUNT} ){0,12}?(?:${UNTIL}|${RANGE}|${STOP_AT})`)
const STOPPED_BEFORE = new RegExp(String.raw`\b${STOPPED} $`)
const AT_LAST = new RegExp(`^(?:[^ ;.]+ ){0,4}?${PAST}`)
/** It is wished for, advised, or did not last. */
const WISHED =
  /\b(?:to|will|would|should|please|not|never|cannot|unable|if|when|once|plans?|attempts?|goal|until|has)(?: [^ ;.]+)?(?: quit| stopped)? $/
const GOES_ON =
  /\b(?:re ?-? ?start\w*|resum\w*|relaps\w*|again|present|still|current(?:ly)?|continu\w*|started back|back to|then (?:re\w+|smok\w+)|now (?:smok\w+|vap\w+|\d)|cut (?:down|back)|reduced|until (?:now|today))\b/

/** "Advised to quit smoking", "stopped all tobacco use": what is given up there, and no statement that somebody smokes. */
const GIVING_UP =
  /\b(?:quit|quits|quitting|stop|stops|stopped|stopping|cease|ceased|ceasing|gave up|give up|giving up|discontinue|discontinued|discontinuing)(?: (?:all|any|her|his|their|the|with|using|use of))* $/

/** @param from of the words that name the habit; `start` of their sentence */
export function isOnlyGivenUp(lowers: readonly string[], from: number, start: number): boolean {
  return GIVING_UP.test(joinWords(lowers, Math.max(start, from - BACK), from))
}

const REACH = 16
const BACK = 3

function joinWords(lowers: readonly string[], from: number, to: number): string {
  return lowers
    .slice(from, to)
    .map((word) => `${word} `)
    .join('')
}

function countWords(text: string): number {
  return text.split(' ').filter((word) => word !== '').length
}

function findEnd(lowers: readonly string[], at: number, line: Span): Span | undefined {
  const before = joinWords(lowers, Math.max(line.from, at - BACK), at)
  const after = joinWords(lowers, at + 1, Math.min(line.to, at + 1 + REACH))
  if (OF_OTHERS.test(before)) return undefined
  const stopped = STOPPED_BEFORE.exec(before)
  const match = stopped === null ? ENDED.exec(after) : (AT_LAST.exec(after) ?? ENDED.exec(after))
  if (match === null) return undefined
  const asWished = stopped === null ? match[0] : before
  const isWished = WISHED.test(asWished.slice(0, asWished.search(new RegExp(`${STOPPED}|$`))))
  const isAfter = joinWords(lowers, at + 1, line.to)
  if (isWished || GOES_ON.test(isAfter)) return undefined
  const from = stopped === null ? at : at - countWords(stopped[0])
  return { from, to: at + 1 + countWords(match[0]) }
}

/** @param line where the words may stand: a sentence, with what its line goes on with. */
export function findEndedSmoking(lowers: readonly string[], line: Span): Span[] {
  const found: Span[] = []
  for (let at = line.from; at < line.to; at++) {
    if (!HABIT.test(lowers[at] ?? '')) continue
    const span = findEnd(lowers, at, line)
    if (span === undefined) continue
    found.push(span)
    at = span.to - 1
  }
  return found
}
