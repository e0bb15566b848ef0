/**
 * The shape of an answer, once for the vendor (which knows no lengths and no counts) and once for us, strict. It has no
 * field for prose: nothing that a model words can reach a screen, only codes, choices of our lists, and quotes.
 */
import { createHash } from 'node:crypto'
import * as z from 'zod/mini'

export const KINDS = ['diagnosis', 'unsupported', 'question', 'visit'] as const
/** What a question may be about; the words are the product's own. */
export const TOPICS = ['none', 'conflict', 'significance', 'treatment'] as const
/** Parts of medical decision making, under labels of our own. */
export const VISIT_ELEMENTS = [
  'none',
  'problem-minor',
  'problem-acute',
  'problem-acute-with-risk',
  'problem-chronic-stable',
  'problem-chronic-worse',
  'problem-unclear',
  'problem-threatening',
  'data-test',
  'data-outside-record',
  'data-other-historian',
  'data-own-reading-of-test',
  'data-talk-with-other-clinician',
  'risk-medicine-prescribed',
  'risk-procedure',
  'risk-social',
  'risk-monitored-medicine',
  'risk-hospital-or-care-limits',
] as const

const QUOTE = {
  type: 'object',
  additionalProperties: false,
  required: ['document', 'text'],
  properties: { document: { type: 'string' }, text: { type: 'string' } },
} as const

/** Every field is required and no list is of one patient: the grammar is small, and kept for everybody. */
export const answerSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['items'],
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'code', 'topic', 'element', 'quotes'],
        properties: {
          kind: { type: 'string', enum: KINDS },
          code: { type: 'string' },
          topic: { type: 'string', enum: TOPICS },
          element: { type: 'string', enum: VISIT_ELEMENTS },
          quotes: { type: 'array', items: QUOTE },
        },
      },
    },
  },
} as const

export const SCHEMA_HASH = createHash('sha256').update(JSON.stringify(answerSchema)).digest('hex')

/** The vendor does not promise the case of a word from a list. */
const oneOf = <const Word extends string>(words: readonly Word[]) =>
  z.pipe(
    z.string(),
    z.pipe(
      z.transform((text: string) => text.trim().toLowerCase()),
      z.enum(words),
    ),
  )

const item = z.strictObject({
  kind: oneOf(KINDS),
  code: z.string().check(z.maxLength(12)),
  topic: oneOf(TOPICS),
  element: oneOf(VISIT_ELEMENTS),
  quotes: z
    .array(z.strictObject({ document: z.string().check(z.maxLength(40)), text: z.string().check(z.maxLength(2000)) }))
    .check(z.minLength(1), z.maxLength(6)),
})
export type AnswerItem = z.output<typeof item>

export function tryParseItem(value: unknown): AnswerItem | undefined {
  const parsed = item.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
