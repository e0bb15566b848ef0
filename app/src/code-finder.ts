/** Finds and judges diagnosis codes: by the server's code tables, or by the embedded codes when it does not answer. */
import type { CodeSearchAnswer, CodeSearchRequest } from '#coding/code-sets/dated-code-search.ts'
import type { CodeAnswer } from '#coding/code-sets/diagnosis-code-set.ts'
import { validateAnswer } from '#coding/code-sets/validate-diagnosis.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import type { Icd10Code } from '#coding/domain/icd10-code.ts'
import type { Result } from '#coding/domain/result.ts'
import type { ValidatedDiagnosis } from '#coding/domain/validated-code.ts'
import type { EmbeddedCodes } from './embedded-codes.ts'
import type { LookUpDiagnosis } from './features/draft/enter-diagnosis.ts'
import { ProxyError } from './proxy/errors.ts'
import type { ProxySession } from './proxy/proxy-session.ts'
import type { CodeProblem, CodeSuggestions } from './ui/code-field/code-suggestions.ts'

export type CodeFinder = {
  readonly lookUp: LookUpDiagnosis
  readonly search: (request: CodeSearchRequest, signal: AbortSignal) => Promise<CodeSuggestions>
}

type Dependencies = {
  /** Undefined while there is no session. */
  readonly findSession: () => Pick<ProxySession, 'lookUpCode' | 'searchCodes'> | undefined
  readonly loadEmbedded: () => Promise<EmbeddedCodes>
}

type Session = NonNullable<ReturnType<Dependencies['findSession']>>
type Verdict = Result<ValidatedDiagnosis, CodeProblem>

const AWAY = 'Postil’s server does not answer; only the codes that ship with Postil were asked.'
const NOTHING_TO_ASK: CodeProblem = {
  reason: 'The code table could not be fetched. Try again in a moment.',
  replacedBy: [],
}

export function createCodeFinder({ findSession, loadEmbedded }: Dependencies): CodeFinder {
  /** What the server said stays true for the day; the same code is asked for whenever the findings change. */
  const verdicts = new Map<string, Verdict>()

  /** @returns undefined when the server does not answer. */
  async function askServer<Answer>(ask: (session: Session) => Promise<Answer>): Promise<Answer | undefined> {
    const session = findSession()
    if (!session) return undefined
    try {
      return await ask(session)
    } catch (error) {
      if (error instanceof ProxyError) return undefined
      throw error
    }
  }

  /** The embedded codes come from the server too, and may not have come before it went. */
  function findEmbedded(): Promise<EmbeddedCodes | undefined> {
    return loadEmbedded().catch(() => undefined)
  }

  async function lookUp(code: Icd10Code, on: DateOnly): Promise<Verdict> {
    const key = `${code} ${on}`
    const known = verdicts.get(key)
    if (known) return known
    const answer = await askServer((session) => session.lookUpCode(code, on))
    if (!answer) {
      const embedded = await findEmbedded()
      return embedded ? judge(embedded.lookUp(code, on), AWAY) : { ok: false, problem: NOTHING_TO_ASK }
    }
    const verdict = judge(answer)
    verdicts.set(key, verdict)
    return verdict
  }

  async function search(request: CodeSearchRequest, signal: AbortSignal): Promise<CodeSuggestions> {
    const answer = await askServer((session) => session.searchCodes(request, signal))
    if (answer) return suggest(answer)
    const embedded = await findEmbedded()
    return embedded
      ? { notice: AWAY, ...suggest(embedded.search(request)) }
      : { hits: [], notice: NOTHING_TO_ASK.reason }
  }

  return { lookUp, search }
}

function judge(answer: CodeAnswer, proviso?: string): Verdict {
  const validated = validateAnswer(answer)
  if (validated.ok) return validated
  const { problem } = validated
  return {
    ok: false,
    problem: {
      reason: proviso === undefined ? problem.reason : `${problem.reason} ${proviso}`,
      replacedBy: problem.kind === 'terminated' ? problem.replacedBy : [],
    },
  }
}

function suggest(answer: CodeSearchAnswer): CodeSuggestions {
  switch (answer.kind) {
    case 'hits':
      return { hits: answer.hits }
    case 'outside-releases':
      return { hits: [], notice: `No code table covers this date; the nearest is ${answer.nearest}.` }
    case 'no-data':
      return { hits: [], notice: 'No code table is loaded.' }
  }
}
