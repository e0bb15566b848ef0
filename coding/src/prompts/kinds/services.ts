/** Services, of the notes and of the chart: for which condition they were done, and how long those took that are reported by time. */
import type { DraftOrder, RecordedProcedure } from '../../domain/encounter-record.ts'
import type { PromptFinding } from '../../domain/finding.ts'
import type { PromptContent, PromptKind } from '../../domain/prompt.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import { isDocumented, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import type { ServiceRule, TimedServiceRule } from '../signs/gap-data.ts'
import { cutSign, isPresent, quoteSign, type Sign } from '../signs/read-signs.ts'
import { buildTitle, MAX_TERM } from '../wording.ts'

type Asked = {
  readonly kind: PromptKind
  readonly id: string
  readonly term: string
  readonly question: string
} & Pick<PromptContent, 'evidence' | 'indicators'>

function composeService({ kind, id, term, question, evidence, indicators }: Asked): PromptDraft {
  const content: PromptContent = {
    promptKind: kind,
    concept: id,
    axes: [],
    title: buildTitle(term),
    question,
    evidence,
    indicators,
    options: [],
  }
  return { content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }
}

/** A service as a note or the chart documents it. */
type Documented = Pick<Asked, 'term' | 'evidence' | 'indicators'> & { readonly source: 'note' | 'chart' }

function readSign(sign: Sign): Documented {
  return { source: 'note', term: quoteSign(sign), evidence: [cutSign(sign)], indicators: [] }
}

function readTerm(text: string): string {
  return text
    .replaceAll(/["\s]+/g, ' ')
    .trim()
    .slice(0, MAX_TERM)
}

function readProcedure({ id, text = '', performed }: RecordedProcedure): Documented {
  const term = readTerm(text)
  const time = performed === undefined ? {} : { time: performed }
  return {
    source: 'chart',
    term,
    evidence: [],
    indicators: [{ indicatorId: id, label: term, value: 'recorded', ...time }],
  }
}

const MINUTES = /\b\d{1,3}[ -]?(?:minutes?|mins?|hours?|hrs?)\b|\b\d{1,2}:\d{2}\b/i

function statesTime({ text }: NoteReading): boolean {
  return MINUTES.test(text)
}

/** The first of each service; a second mention of the same service is the same question. */
function findFirst(signs: readonly Sign[], kind: 'service' | 'timed-service'): Map<string, Sign> {
  const first = new Map<string, Sign>()
  for (const sign of signs) {
    const { meaning } = sign
    if (meaning.kind !== kind || first.has(meaning.rule.id) || !isPresent(sign)) continue
    first.set(meaning.rule.id, sign)
  }
  return first
}

function isNamedBy({ words }: ServiceRule | TimedServiceRule, { text = '' }: Pick<RecordedProcedure, 'text'>): boolean {
  const lower = text.toLowerCase()
  return words.some((word) => lower.includes(word.toLowerCase()))
}

function askSupport(id: string, { source, ...documented }: Documented): PromptDraft {
  const { term } = documented
  const question = `The ${source} documents "${term}". For which condition was it done?`
  return composeService({ ...documented, kind: 'missing-support', id, question })
}

function askTime(id: string, { source, ...documented }: Documented): PromptDraft {
  const { term } = documented
  const question = `The ${source} documents "${term}" without a time. How many minutes were spent on it, if recorded?`
  return composeService({ ...documented, kind: 'time-or-units', id, question })
}

// A visit is no procedure, and screening is its own reason.
const NO_PROCEDURE = /\b(?:visit|consult\w*|evaluation|encounter|screening|vaccin\w*|immunization|administration)\b/i

function hasAnyReason({ record, diagnoses, conditions }: PromptSource): boolean {
  return diagnoses.length + conditions.stated.length + record.conditions.length > 0
}

/** One that no rule knows is asked about where the whole encounter names no condition. */
function askCharted(source: PromptSource, procedure: RecordedProcedure): PromptDraft[] {
  const { text = '' } = procedure
  const documented = readProcedure(procedure)
  if (documented.term === '' || NO_PROCEDURE.test(text)) return []
  const rule = source.index.data.services.find((one) => isNamedBy(one, procedure))
  return isSupported(source, rule) ? [] : [askSupport(rule?.id ?? `procedure-${nameInId(text)}`, documented)]
}

function isSupported(source: PromptSource, rule: ServiceRule | undefined): boolean {
  return rule === undefined ? hasAnyReason(source) : isDocumented(source, rule.needs)
}

const nameInId = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
const ORDER = 'order-'

/** Measured by the same rules as what was done: an order that names no reason, where nothing documented calls for it. */
function askOrder(source: PromptSource, { id, text, hasReason }: DraftOrder): PromptDraft[] {
  const term = readTerm(text)
  if (hasReason || term === '' || NO_PROCEDURE.test(text)) return []
  const rule = source.index.data.services.find((one) => isNamedBy(one, { text }))
  if (isSupported(source, rule)) return []
  return [
    composeService({
      kind: 'missing-support',
      id: `${ORDER}${nameInId(text)}`,
      term,
      question: `The order names "${term}" and no reason for it. For which condition is it meant?`,
      evidence: [],
      indicators: [{ indicatorId: id, label: term, value: 'to be ordered' }],
    }),
  ]
}

/** Asked while an order is signed, and gone with it: no question of the notes. */
export function isAboutOrder({ prompt: { promptKind, concept } }: PromptFinding): boolean {
  return promptKind === 'missing-support' && concept.startsWith(ORDER)
}

const REASON =
  /\b(?:for|of)\b.*\b(?:\w*(?:injur|wound|abscess|infect|hematoma|collection|cyst|lacerat|fractur|arthriti|pain|ulcer|cellulit|seroma|effusion|mass|anemi|bleed|hemorrhag|retention|obstruct|asthma|wheez|impact)\w*)/

/** "I&D of a degloving injury": the reason stands behind the service, in words that lead to no code. */
function isReasonSaid({ reading: { lowers }, to, sentence }: Sign): boolean {
  return REASON.test(lowers.slice(to, sentence.to).join(' '))
}

/** A procedure beside which nothing documented calls for it (Official Guidelines FY2026, IV.G). */
export function askMissingSupport(source: PromptSource): PromptDraft[] {
  const noted = [...findFirst(source.signs, 'service')].flatMap(([id, sign]) => {
    if (sign.meaning.kind !== 'service' || isSupported(source, sign.meaning.rule)) return []
    return isReasonSaid(sign) ? [] : [askSupport(id, readSign(sign))]
  })
  const { procedures, draftOrders = [] } = source.record
  return [
    ...noted,
    ...procedures.flatMap((procedure) => askCharted(source, procedure)),
    ...draftOrders.flatMap((order) => askOrder(source, order)),
  ]
}

export function askMissingTime(source: PromptSource): PromptDraft[] {
  const noted = [...findFirst(source.signs, 'timed-service')].flatMap(([id, sign]) =>
    statesTime(sign.reading) ? [] : [askTime(id, readSign(sign))],
  )
  if (source.readings.some(statesTime)) return noted
  const charted = source.record.procedures.flatMap((procedure) =>
    source.index.data.timedServices
      .filter((rule) => isNamedBy(rule, procedure))
      .map(({ id }) => askTime(id, readProcedure(procedure))),
  )
  return [...noted, ...charted]
}
