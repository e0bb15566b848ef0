/** Services: for which condition they were done, and how long those took that are reported by time. */
import type { PromptContent, PromptKind } from '../../domain/prompt.ts'
import type { NoteReading } from '../../notes/read-note.ts'
import { isDocumented, type PromptDraft, type PromptSource } from '../prompt-source.ts'
import { cutSign, isPresent, quoteSign, type Sign } from '../signs/read-signs.ts'
import { buildTitle } from '../wording.ts'

type Asked = { readonly kind: PromptKind; readonly id: string; readonly question: (term: string) => string }

function composeService(sign: Sign, { kind, id, question }: Asked): PromptDraft {
  const term = quoteSign(sign)
  const content: PromptContent = {
    promptKind: kind,
    concept: id,
    axes: [],
    title: buildTitle(term),
    question: question(term),
    evidence: [cutSign(sign)],
    indicators: [],
    options: [],
  }
  return { content, documentedTerms: [term.toLowerCase()], availableAxes: [], answeredAxes: [] }
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

/** A procedure beside which nothing documented calls for it (Official Guidelines FY2026, IV.G). */
export function askMissingSupport(source: PromptSource): PromptDraft[] {
  return [...findFirst(source.signs, 'service')].flatMap(([id, sign]) => {
    if (sign.meaning.kind !== 'service' || isDocumented(source, sign.meaning.rule.needs)) return []
    const question = (term: string): string => `The note documents "${term}". For which condition was it done?`
    return [composeService(sign, { kind: 'missing-support', id, question })]
  })
}

export function askMissingTime(source: PromptSource): PromptDraft[] {
  return [...findFirst(source.signs, 'timed-service')].flatMap(([id, sign]) => {
    if (statesTime(sign.reading)) return []
    const question = (term: string): string =>
      `The note documents "${term}" without a time. How many minutes were spent on it, if recorded?`
    return [composeService(sign, { kind: 'time-or-units', id, question })]
  })
}
