/** What the chart names, wherever it stands in a note. Digits are compared without what stands between them. */
import type { MaskSeeds } from '#coding/contract/mask-seeds.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { Found } from './finding.ts'
import type { MaskKind } from './masked-notes.ts'

export type SeedForm = { readonly kind: MaskKind; readonly form: RegExp }

const MIN_LENGTH = 4
const IDENTIFIER_KINDS: Readonly<Record<MaskSeeds['identifiers'][number]['kind'], MaskKind>> = {
  mrn: 'mrn',
  account: 'account',
  'health-plan': 'health-plan',
  ssn: 'ssn',
  licence: 'licence',
  device: 'device',
  other: 'other-id',
}

/** Names go another way: see `spread-names.ts`. */
export function compileSeeds(seeds: MaskSeeds): SeedForm[] {
  const numbers = [
    ...seeds.identifiers.map(({ kind, value }) => ({ kind: IDENTIFIER_KINDS[kind], value })),
    ...seeds.phones.map((value) => ({ kind: 'phone' as const, value: value.replace(/\D/g, '').slice(-10) })),
    ...seeds.addresses.flatMap(({ zip }) =>
      zip === undefined ? [] : [{ kind: 'zip' as const, value: zip.slice(0, 5) }],
    ),
  ]
  const words = [
    ...seeds.emails.map((value) => ({ kind: 'email' as const, value })),
    ...seeds.facilities.map((value) => ({ kind: 'facility' as const, value })),
    ...seeds.addresses.flatMap(({ lines, city }) => [
      ...lines.map((value) => ({ kind: 'street' as const, value })),
      ...(city === undefined ? [] : [{ kind: 'city' as const, value: city }]),
    ]),
  ]
  return [
    ...numbers.flatMap(({ kind, value }) => compile(kind, value.replace(/[^\p{L}\p{N}]/gu, ''), '[-. ()/]{0,3}')),
    ...words.flatMap(({ kind, value }) => compileWords(kind, value)),
    ...(seeds.birthDate === undefined ? [] : [compileBirthDate(seeds.birthDate)]),
  ]
}

/** Also where it reads as no date: run together ("07191947"), or with a mark that no form of a date has. */
function compileBirthDate(date: DateOnly): SeedForm {
  const [year = '', month = '', day = ''] = date.split('-')
  const between = '[-. /_\\\\|]{1,3}'
  const [loose, looseDay] = [month, day].map((part) => part.replace(/^0/, '0?'))
  const short = `(?:${year}|['’]?${year.slice(2)})`
  const forms = [
    `${loose}${between}${looseDay}${between}${short}`,
    `${looseDay}${between}${loose}${between}${short}`,
    `${year}${between}${loose}${between}${looseDay}`,
    `${month}${day}${year}`,
    `${day}${month}${year}`,
    `${year}${month}${day}`,
  ]
  return { kind: 'other-id', form: new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms.join('|')})(?![\\p{L}\\p{N}])`, 'gu') }
}

function compile(kind: MaskKind, value: string, between: string): SeedForm[] {
  if (value.length < MIN_LENGTH) return []
  const form = Array.from(value, escapeForm).join(between)
  return [{ kind, form: new RegExp(`(?<![\\p{L}\\p{N}])${form}(?![\\p{L}\\p{N}])`, 'giu') }]
}

/** Capitalised or all in capitals; a city may be a word of a note ("Mobile", "Reading") in small letters. */
function compileWords(kind: MaskKind, value: string): SeedForm[] {
  const words = value.split(/[\s,]+/).filter((word) => word !== '')
  if (words.join('').length < MIN_LENGTH) return []
  const forms = words.map((word) => {
    const [own, capitals] = [escapeForm(word), escapeForm(word.toUpperCase())]
    return kind === 'email' || kind === 'street' ? own : own === capitals ? own : `(?:${own}|${capitals})`
  })
  const flags = kind === 'email' || kind === 'street' ? 'giu' : 'gu'
  return [{ kind, form: new RegExp(`(?<![\\p{L}\\p{N}])${forms.join('[\\s,]{1,4}')}(?![\\p{L}\\p{N}])`, flags) }]
}

function escapeForm(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (mark) => (mark === '-' ? '[-]' : `\\${mark}`))
}

export function findSeeds(text: string, forms: readonly SeedForm[]): Found[] {
  return forms.flatMap(({ kind, form }) =>
    Array.from(text.matchAll(form), (match) => ({ kind, start: match.index, end: match.index + match[0].length })),
  )
}
