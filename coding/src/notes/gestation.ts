/**
 * Reads how far a pregnancy is: "34w2d", "34 2/7 weeks", "IUP at 28 weeks", "8 weeks by LMP". The weeks are a condition
 * of the knowledge (weeks of gestation); its codes and the trimester of all others follow from them (Official Guidelines
 * FY2026, I.C.15.a.3, I.C.21.c.11).
 */
type Span = { readonly from: number; readonly to: number }

export type GestationHit = Span & { readonly weeks: number }

export const GESTATION_CONCEPT = 'weeks-of-gestation'

const UNITS = new Set(['weeks', 'week', 'wks', 'wk', 'w', 'wga'])
const BEHIND = new Set(['gestation', 'gestational', 'pregnant', 'pregnancy', 'iup', 'ega', 'ga', 'intrauterine'])
const DATED_BY = new Set(['lmp', 'dates', 'ultrasound', 'us', 'dating', 'sono'])
const BEFORE = new Set([
  'gestation',
  'gestational',
  'pregnant',
  'pregnancy',
  'iup',
  'ega',
  'ga',
  'abortion',
  'miscarriage',
])
/** What was at those weeks is over, or lies ahead. */
const NOT_NOW = new Set([
  ...['delivered', 'delivery', 'deliver', 'born', 'birth', 'svd', 'nsvd', 'cesarean', 'section', 'induction', 'iol'],
  ...[
    'prior',
    'previous',
    'last',
    'until',
    'by',
    'scheduled',
    'schedule',
    'repeat',
    'scan',
    'follow',
    'recheck',
    'return',
  ],
  ...['newborn', 'infant', 'baby', 'neonate', 'history', 'hx'],
])
const AT = new Set(['at', 'now', '@', 'is'])
/** "G2P1": pregnancies and births. */
const GRAVIDA = /^g\d{1,2}p\d/
const NOT_BEHIND = new Set(['ago', 'postpartum', 'old', 'later', 'post', 'prior'])
const REACH = 4
const [FIRST, LAST] = [4, 43]

/** "34w2d", "34w", "34wks": number and unit in one word. */
function readCompact(word: string): number | undefined {
  const match = /^(\d{1,2})w(?:ks?|ga)?(?:\d{1}d)?$/.exec(word)
  return match === null ? undefined : Number(match[1])
}

/** Days behind the weeks: "2/7", "+2", "and 2 days", "2 days"; the place after them. */
function skipDays(lowers: readonly string[], from: number): number {
  if (lowers[from] === '+' && /^\d$/.test(lowers[from + 1] ?? '')) return from + 2
  if (/^\d$/.test(lowers[from] ?? '') && lowers[from + 1] === '/' && lowers[from + 2] === '7') return from + 3
  return from
}

function isAmong(lowers: readonly string[], { from, to }: Span, words: ReadonlySet<string>): boolean {
  for (let index = Math.max(from, 0); index < to; index++) if (words.has(lowers[index] ?? '')) return true
  return false
}

function readSpaced(lowers: readonly string[], at: number): (GestationHit & { readonly hasDays: boolean }) | undefined {
  const number = lowers[at] ?? ''
  if (!/^\d{1,2}$/.test(number)) return undefined
  const unit = skipDays(lowers, at + 1)
  // "G1P0 at 34+2": weeks and days as they are written beside the pregnancies.
  if (lowers[at + 1] === '+' && unit === at + 3 && isAmong(lowers, { from: at - 1, to: at }, AT)) {
    return { from: at, to: unit, weeks: Number(number), hasDays: false }
  }
  if (!UNITS.has(lowers[unit] ?? '')) return undefined
  return { from: at, to: unit + 1, weeks: Number(number), hasDays: unit > at + 1 }
}

/** Weeks of what? Without days only words of a pregnancy close by tell. */
function isOfPregnancy(lowers: readonly string[], hit: Span, sentence: Span): boolean {
  const after = { from: hit.to, to: Math.min(hit.to + REACH, sentence.to) }
  const before = { from: Math.max(hit.from - REACH, sentence.from), to: hit.from }
  const isDated = isAmong(lowers, after, DATED_BY) && isAmong(lowers, after, new Set(['by', 'per']))
  const isGravida = lowers.slice(before.from, before.to).some((word) => GRAVIDA.test(word))
  return isAmong(lowers, after, BEHIND) || isDated || isGravida || isAmong(lowers, before, BEFORE)
}

function isCurrent(lowers: readonly string[], hit: Span, sentence: Span): boolean {
  const after = { from: hit.to, to: Math.min(hit.to + 2, sentence.to) }
  const before = { from: Math.max(hit.from - REACH, sentence.from), to: hit.from }
  return !isAmong(lowers, after, NOT_BEHIND) && !isAmong(lowers, before, NOT_NOW)
}

const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 48 && code <= 57

export function findGestation(lowers: readonly string[], sentence: Span): GestationHit[] {
  const hits: GestationHit[] = []
  for (let at = sentence.from; at < sentence.to; at++) {
    if (!isDigit(lowers[at]?.charCodeAt(0))) continue
    const compact = readCompact(lowers[at] ?? '')
    const spaced = compact === undefined ? readSpaced(lowers, at) : undefined
    const hit = compact === undefined ? spaced : { from: at, to: at + 1, weeks: compact }
    if (hit === undefined || hit.to > sentence.to || hit.weeks < FIRST || hit.weeks >= LAST) continue
    const isPlain = compact !== undefined ? !(lowers[at] ?? '').endsWith('d') : spaced?.hasDays !== true
    if (isPlain && !isOfPregnancy(lowers, hit, sentence)) continue
    if (isCurrent(lowers, hit, sentence)) hits.push({ from: hit.from, to: hit.to, weeks: hit.weeks })
  }
  return hits
}

/** The value of the weeks, as the concept of the knowledge names it. */
export function nameWeeks(weeks: number): string {
  return weeks < 8 ? 'weeks-under-8' : `weeks-${weeks}`
}

/** First trimester below 14 weeks, second below 28 (I.C.15.a.3). */
export function findTrimester(value: string): string {
  const weeks = value === 'weeks-under-8' ? 0 : Number(value.slice('weeks-'.length))
  if (weeks < 14) return 'first-trimester'
  return weeks < 28 ? 'second-trimester' : 'third-trimester'
}
