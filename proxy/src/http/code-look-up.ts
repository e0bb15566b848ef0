/** `GET /v1/codes/:code`: one code on one day. It says nothing of a patient, so nothing is audited. */
import { codeLookUpQuery } from '#coding/contract/code-look-up.ts'
import { tryParseIcd10Code } from '#coding/domain/icd10-code.ts'
import type { Engine } from '../engine.ts'
import { ProxyError } from '../errors.ts'
import { answerJson } from './answer.ts'
import type { Handler } from './context.ts'

export function createCodeLookUpHandler({ engine }: { readonly engine: Engine }): Handler {
  return function codeLookUp(context) {
    const code = tryParseIcd10Code(context.req.param('code') ?? '')
    if (!code) throw new ProxyError('bad-request', 'This is not shaped like an ICD-10-CM code (for example M17.11).')
    const parsed = codeLookUpQuery.safeParse(context.req.query())
    if (!parsed.success) throw new ProxyError('bad-request', 'A look-up takes on (YYYY-MM-DD) and nothing else.')
    return answerJson(context, engine.lookUp(code, parsed.data.on))
  }
}
