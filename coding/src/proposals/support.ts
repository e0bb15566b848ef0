/** Whether the words of a passage have to do with a code, as far as the product itself can tell. */
import type { Icd10Code } from '../domain/icd10-code.ts'
import type { Knowledge } from '../knowledge/concept.ts'
import { canonicalize } from '../notes/note-words.ts'
import { tokenize } from '../notes/tokens.ts'
import type { Passage } from './read-passage.ts'

/** `rule`: the engine reads a condition of the same category there. `words`: the passage shares a telling word with the code's title. */
export type Support = 'rule' | 'words' | 'none'

// Words of titles that fit half of the classification.
const TELLS_NOTHING = new Set(
  (
    'acute chronic unspecified specified other without with due not elsewhere classified type left right bilateral ' +
    'initial subsequent encounter sequela disease disorder disorders syndrome condition conditions system complication ' +
    'complications status history personal essential primary secondary mild moderate severe stage part level current ' +
    'and the for from site sites multiple single first second upper lower patient care follow follow-up visit state ' +
    'body organ cause effect general specific nature following time day days year years'
  ).split(' '),
)

/** The first three characters: codes of one category say the same thing in more or less detail. */
export function getCategory(code: string): string {
  return code.slice(0, 3)
}

export function findSupport(
  { code, title }: { readonly code: Icd10Code; readonly title: string },
  passages: readonly Passage[],
  knowledge: Knowledge,
): Support {
  const category = getCategory(code)
  const isNamed = passages.some(({ named }) =>
    named.some(({ codes, assertion }) => {
      const isAsserted = assertion.existence !== 'absent' && assertion.experiencer === 'patient'
      return isAsserted && codes.some((one) => getCategory(one) === category)
    }),
  )
  if (isNamed) return 'rule'
  const tokens = tokenize(title)
  const telling = canonicalize(tokens, knowledge.synonyms).filter(
    (word, index) => word.length >= 4 && !TELLS_NOTHING.has(word) && !TELLS_NOTHING.has(tokens[index]?.lower ?? ''),
  )
  return telling.some((word) => passages.some(({ words }) => words.has(word))) ? 'words' : 'none'
}
