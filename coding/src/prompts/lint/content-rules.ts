/** Rules about the words that a prompt uses (AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice, 2022). */
import { isAboutMoneyElsewhere } from '../../domain/foreign-money-words.ts'
import { MONEY_PHRASES } from '../../domain/money-phrases.ts'
import { collectAuthoredText, listWords } from './authored-text.ts'
import type { LintInput, LintRule } from './lint-rule.ts'
import { rateSteering, STEERING_LIMIT } from './steering.ts'

const SOURCE = 'AHIMA/ACDIS Guidelines for Achieving a Compliant Query Practice, 2022 Update'

const LEADING_OPENERS = [
  'does',
  'do',
  'is',
  'are',
  'has',
  'have',
  'should',
  'would you agree',
  'can you add',
  'can you document',
  'can you confirm',
  'please add',
  'please document',
  'please confirm',
  'please update',
]

const PRESSURE_PHRASES = [
  'must',
  'should',
  'need to',
  'required to',
  'obviously',
  'clearly',
  'only',
  'best',
  'more specific code',
  'higher',
  'maximize',
  'capture',
  'optimize',
]

/** Whether the words of a phrase stand next to each other in the text, as whole words. */
function hasPhrase(words: readonly string[], phrase: string): boolean {
  const wanted = listWords(phrase)
  return words.some((_, at) => wanted.every((word, index) => words[at + index] === word))
}

function hasAnyPhrase(text: string, phrases: readonly string[]): boolean {
  const words = listWords(text)
  return phrases.some((phrase) => hasPhrase(words, phrase))
}

const TITLE_END = ' – clarification'
/** For what nobody has named: titles that name no condition at all. */
const NAMELESS_TITLES = ['Clinical significance of recorded findings', 'Reason for recorded treatment']

/** The title names what is documented and nothing else. */
function hasNeutralTitle({ content, context }: LintInput): boolean {
  if (NAMELESS_TITLES.includes(content.title)) return true
  if (!content.title.endsWith(TITLE_END)) return false
  return context.documentedTerms.includes(content.title.slice(0, -TITLE_END.length).toLowerCase())
}

function opensNeutrally({ content }: LintInput): boolean {
  const sentences = content.question.split(/(?<=[.?!]) /)
  return sentences.every((sentence) => {
    const words = listWords(sentence)
    return LEADING_OPENERS.every((opener) => !listWords(opener).every((word, index) => words[index] === word))
  })
}

const CODE = /\b[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})\b|\b\d{5}\b/

export const contentRules: readonly LintRule[] = [
  {
    id: 'Q2',
    level: 'block',
    reason: 'The title names the documented term and introduces no diagnosis.',
    source: SOURCE,
    passes: hasNeutralTitle,
  },
  {
    id: 'Q3',
    level: 'block',
    reason: 'The question is open; it does not ask for agreement.',
    source: SOURCE,
    passes: opensNeutrally,
  },
  {
    id: 'Q4',
    level: 'block',
    reason: 'Postil asks no yes/no questions: options are values, never "yes" and "no".',
    source: SOURCE,
    passes: ({ content }) => !content.options.some(({ text }) => /^(yes|no)(?:[,.;:]|$)/i.test(text)),
  },
  {
    id: 'Q8',
    level: 'block',
    reason: 'No word about payment, scores or quality in what we write.',
    source: SOURCE,
    passes: (input) => {
      const text = collectAuthoredText(input)
      return !(text.includes('reimburs') || hasAnyPhrase(text, MONEY_PHRASES) || isAboutMoneyElsewhere(text))
    },
  },
  {
    id: 'Q9',
    level: 'block',
    reason: 'No code in the title, the question or an option.',
    source: SOURCE,
    passes: ({ content }) =>
      ![content.title, content.question, ...content.options.flatMap(({ text, line }) => [text, line])].some((text) =>
        CODE.test(text),
      ),
  },
  {
    id: 'Q10',
    level: 'block',
    reason: 'No word that presses for an answer.',
    source: SOURCE,
    passes: (input) => !hasAnyPhrase(collectAuthoredText(input), PRESSURE_PHRASES),
  },
  {
    id: 'Q16',
    level: 'warn',
    reason: 'A definition names its source and stands for reference only; ours contain none.',
    source: SOURCE,
    passes: (input) => !hasAnyPhrase(collectAuthoredText(input), ['is defined as', 'definition']),
  },
  {
    id: 'Q17',
    level: 'warn',
    reason: 'At most 240 characters, six options and five passages.',
    source: 'reading length',
    passes: ({ content }) =>
      content.question.length <= 240 && content.options.length <= 6 && content.evidence.length <= 5,
  },
  {
    id: 'Q20',
    level: 'warn',
    reason: 'A judge by rule finds no lean to one answer; where it does, people review the prompt.',
    source: SOURCE,
    passes: (input) => rateSteering(input).score < STEERING_LIMIT,
  },
]
