// Notes as nobody should write them: made of pieces, mutated from real ones, and shapes that are hard to read.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'

export const MAX_LENGTH = 200_000

const PIECES = [
  ...[
    'Assessment:',
    'Assessment & Plan\n',
    'PLAN:\n',
    'HPI: ',
    'Family history: ',
    'ROS:\n',
    'Problems:\n1. ',
    'PMH\n',
  ],
  ...[
    '\n',
    '\r\n',
    '\r',
    '\u0085',
    '\u2028',
    '\t',
    '• ',
    '- ',
    '1. ',
    '2) ',
    '# ',
    '| ',
    ' | ',
    '\n\n',
    '[ ] ',
    '[x] ',
  ],
  ...['right ', 'left ', 'bilateral ', 'R>L ', 'knee ', 'hip ', 'C5-C6 ', 'second toe ', 'unspecified '],
  ...[
    'osteoarthritis ',
    'OA ',
    'diabetes ',
    'T2DM ',
    'CKD stage 3b ',
    'hypertension ',
    'CHF ',
    'pneumonia ',
    'asthma ',
  ],
  ...[
    'distal radius fracture ',
    'open ',
    'initial encounter ',
    'pressure ulcer ',
    'sepsis ',
    'pain ',
    'depression ',
    'AF ',
  ],
  ...['pregnancy ', '38 weeks 4 days ', 'MI ', 'stroke ', 'breast cancer ', 'fell from ladder ', 'at home ', 'Z79.4 '],
  ...['no ', 'denies ', 'possible ', 'rule out ', 'history of ', 'mother had ', 'if ', 'risk of ', 'not ', 'resolved '],
  ...[
    'due to ',
    'with ',
    'secondary to ',
    'and ',
    'or ',
    'versus ',
    '/',
    ', ',
    '. ',
    '; ',
    ': ',
    '(',
    ')',
    '?',
    '-',
    '"',
  ],
  ...[
    'Dr. ',
    'q.d. ',
    '2.5 mg ',
    'BMI 41 ',
    'A1c 9.1 ',
    'EF 25% ',
    'GFR 12 ',
    'Na 118 ',
    'Hgb 6.2 ',
    '10/10 ',
    '1e309 ',
  ],
] as const

const NASTY = [
  ...[
    '\u0000',
    '\uD800',
    '\uDC00',
    '\uFEFF',
    '\u200B',
    '\u00AD',
    '\u202E',
    '\u0301',
    '\u0301\u0301\u0301',
    '💥',
    '𝔨𝔫𝔢𝔢',
  ],
  ...['קנה ', 'الركبة ', '膝の痛み', 'ß', 'İ', 'ﬁ', 'ſ', '½', '９'.repeat(30), '9'.repeat(400), 'x'.repeat(5000)],
  ...[
    '(((((((((',
    ']]]]',
    '\\',
    '\u001B[31m',
    '<script>',
    '%{x}',
    '%s',
    '::::',
    '....',
    '----',
    '????',
    '\n'.repeat(50),
  ],
] as const

/** Any UTF-16 at all, halves of surrogate pairs included. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300, size: 'max' })
  .map((units) => String.fromCharCode(...units))

const pieces = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.constantFrom(...NASTY)), {
    maxLength: 150,
    size: 'max',
  })
  .map((all) => all.join(''))

function readNotes(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line) => {
    if (line.trim() === '') return []
    const { note }: { note?: unknown } = JSON.parse(line)
    return typeof note === 'string' ? [note] : []
  })
}

const SHARED = path.resolve(import.meta.dirname, '../../../shared/eval-dev')

/** Our own notes, and where they lie beside the repository those of the development split. */
const realNotes: readonly string[] = [
  path.resolve(import.meta.dirname, '../fixtures/notes/outpatient.jsonl'),
  path.join(SHARED, 'aci-notes/aci_dev_silver.jsonl'),
  path.join(SHARED, 'mtsamples/mtsamples_dev.jsonl'),
  path.join(SHARED, 'primock57/primock57_dev.jsonl'),
].flatMap((file) => (existsSync(file) ? readNotes(file) : []))

type Mutation = { readonly at: number; readonly length: number; readonly kind: number; readonly piece: string }

const MUTATIONS: readonly ((text: string, span: { from: number; to: number; piece: string }) => string)[] = [
  (text, { from, to }) => text.slice(0, from) + text.slice(to),
  (text, { from, to }) => text.slice(0, to) + text.slice(from),
  (text, { from, piece }) => text.slice(0, from) + piece + text.slice(from),
  (text, { from, to }) => text.slice(to) + text.slice(0, from),
  (text, { from, to }) => text.slice(0, from) + text.slice(from, to).toUpperCase() + text.slice(to),
  (text, { from, to }) => text.slice(0, from) + text.slice(from, to).split('').toReversed().join('') + text.slice(to),
  (text) => text.replaceAll('\n', ' '),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => text.replaceAll('\n', '\u0085'),
  (text) => text.replaceAll(/[.,;:]/g, ''),
  (text) => text.replaceAll(' ', '\u00A0'),
  (text, { from, to }) =>
    text.slice(0, from) + text.slice(from, to).replaceAll(/(?<=\p{L})/gu, '\u0301') + text.slice(to),
]

function mutate(text: string, { at, length, kind, piece }: Mutation): string {
  const from = Math.floor(at * text.length)
  return MUTATIONS[kind]?.(text, { from, to: Math.min(text.length, from + length), piece }) ?? text
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 400 }),
  kind: fc.integer({ min: 0, max: MUTATIONS.length - 1 }),
  piece: fc.constantFrom(...PIECES, ...NASTY),
})

export const mutatedNote: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...realNotes), fc.array(mutation, { minLength: 1, maxLength: 8, size: 'max' }))
  .map(([note, mutations]) => mutations.reduce(mutate, note).slice(0, MAX_LENGTH))

export const smallNote: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: pieces },
  { weight: 1, arbitrary: anyUnits },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300, size: 'max' }) },
)

/** A few pieces again and again, up to the longest note that is read. */
export const longNote: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom(...PIECES, ...NASTY), { minLength: 1, maxLength: 12, size: 'max' }),
    fc.integer({ min: 20_000, max: MAX_LENGTH }),
  )
  .map(([all, length]) => fill(all.join(''), length))

export function fill(piece: string, length: number = MAX_LENGTH): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
}

const nested = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth % 190)}- knee OA ${depth}\n`).join('')

/** Shapes at full length that would show work above linear. */
export const WORST_NOTES: readonly (readonly [name: string, text: string])[] = [
  ['10,000 headings', 'ASSESSMENT:\nOA\n'.repeat(10_000)],
  ['headings in running text', fill('ASSESSMENT AND PLAN: HTN ')],
  ['a thousand nested bullets', fill(nested)],
  ['one line without an end', fill('right knee osteoarthritis and ')],
  ['terms that never end', fill('pain in the right left knee and or knee / ')],
  ['sides without a site', fill('right left bilateral knee hip shoulder pain ')],
  ['slashes', fill('HTN/HLD/CKD/')],
  ['causes of causes', fill('diabetes due to hypertension with CKD secondary to ')],
  ['cues alone', fill('no denies without possible history of ')],
  ['questions', fill('? rule out ')],
  ['abbreviations with dots', fill('Dr. q.d. 2.5 mg b.i.d. ')],
  ['numbers', fill('12.5 3/4 1,000,000 120/80 ')],
  ['one number', fill('9')],
  ['one word', fill('a')],
  ['one word of hyphens', fill('well-')],
  ['apostrophes', fill("'s")],
  ['parentheses that never close', fill('(OA ')],
  ['dots', fill('.')],
  ['colons', fill('a:')],
  ['blanks', fill(' ')],
  ['line ends of four kinds', fill('OA\r\nHTN\rCKD\u0085CHF\u2028')],
  ['a table', fill('| right | knee | OA | 2.5 mg |\n')],
  ['combining marks', fill('e\u0301\u0301\u0301')],
  ['astral letters', fill('𝔨𝔫𝔢𝔢 💥 ')],
  ['half pairs', fill('\uD800knee \uDC00OA ')],
  ['right to left', fill('\u202Eקנה OA ')],
  ['NUL', fill('\u0000knee OA')],
]
