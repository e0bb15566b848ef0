/** Whether a question that is no longer asked was answered by the note, or has only lost the words that raised it. */
import type { ClinicalNote } from '../domain/clinical-note.ts'
import type { CodeFinding, Finding } from '../domain/finding.ts'
import type { PromptContent } from '../domain/prompt.ts'
import { gapData } from './signs/gaps.generated.ts'

type Asked = Pick<PromptContent, 'concept' | 'axes'> & Partial<Pick<PromptContent, 'promptKind' | 'evidence'>>

const openCodes: ReadonlySet<string> = new Set(gapData.gaps.flatMap(({ open }) => open))
const codesOfGap: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  gapData.gaps.map(({ id, open, closed }) => [id, new Set([...open, ...closed])]),
)

/** A diagnosis that was missing is named now; a code of a gap's own list, because a gap is no concept. */
function closesGap({ concept }: Asked, { code }: CodeFinding): boolean {
  return codesOfGap.get(concept)?.has(code.code) === true
}

/** The code says what was asked: every axis, or, where the catalogue asked of a code as a whole, one that it calls closed. */
function statesAnswer({ concept, axes, promptKind }: Asked, { code, states }: CodeFinding): boolean {
  if (states?.concept !== concept) return false
  if (axes.length > 0) return axes.every((axis) => states.axes.includes(axis))
  if (promptKind === 'uncertain') return true
  return promptKind === 'specificity' && !openCodes.has(code.code)
}

function normalize(text: string): string {
  return text.replaceAll(/\s+/g, ' ').toLowerCase()
}

/** The words still stand, their condition is still coded, and yet nobody asks: what was asked is said in words. */
function isSaidInWords(
  { concept, evidence = [] }: Asked,
  codes: readonly CodeFinding[],
  notes: readonly ClinicalNote[],
) {
  const isCoded = codes.some(({ states }) => states?.concept === concept)
  const texts = notes.map(({ text }) => normalize(text))
  const stands = evidence.every(({ quote }) => texts.some((text) => text.includes(normalize(quote))))
  return isCoded && evidence.length > 0 && stands
}

/** The same of the same condition, in whole or in part; a doubt that is settled may leave the type to be asked for. */
function isAskedStill({ concept, axes, promptKind }: Asked, prompt: PromptContent): boolean {
  const isSame = prompt.promptKind === promptKind || prompt.axes.some((axis) => axes.includes(axis))
  return prompt.concept === concept && isSame
}

/**
 * @param findings those of the analysis that no longer asks.
 * @param notes those it read; without them only a code can answer.
 */
export function isAnswered(asked: Asked, findings: readonly Finding[], notes: readonly ClinicalNote[] = []): boolean {
  const codes = findings.filter((finding) => finding.kind === 'code')
  if (findings.some((finding) => finding.kind === 'prompt' && isAskedStill(asked, finding.prompt))) return false
  return codes.some((code) => closesGap(asked, code) || statesAnswer(asked, code)) || isSaidInWords(asked, codes, notes)
}
