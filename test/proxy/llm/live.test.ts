// One small question to the real service, when somebody has given a key. It says so when nobody has: it never just skips.
import { describe, expect, test } from 'vitest'
import { parseModelConfig } from '#proxy/config.ts'
import { tryParseItem } from '#proxy/llm/answer-schema.ts'
import { createLanguageModel } from '#proxy/llm/create-language-model.ts'
import { createLog } from '#proxy/log.ts'
import { aRequest, ask } from './model-fixture.ts'

const config = parseModelConfig(process.env)
/** A build that promises a key must not pass without one. */
const isPromised = process.env['POSTIL_LIVE_MODEL'] === 'required'

describe('the real model service', () => {
  if (!config) {
    const words = 'not run: no key (set POSTIL_MODEL_API_KEY to ask the real service)'
    test(words, () => {
      console.log(`  the real model service: ${words}`)
      expect(isPromised, 'POSTIL_LIVE_MODEL=required, and there is no key').toBe(false)
    })
    return
  }
  test('answers a synthetic note with items of the schema', { timeout: 90_000 }, async () => {
    const { model, checked, stop } = await createLanguageModel(config, createLog('silent'))
    await checked
    expect(model.availability).toEqual({ state: 'on' })
    const note =
      'ASSESSMENT AND PLAN: 1. Sugars are running high on metformin. Type 2 diabetes not at goal, A1c 9.1. Increase metformin.'
    const { items, end } = await ask(model, aRequest({ documents: [{ id: 'note-1', text: note }] }))
    stop()
    expect(end.outcome).toEqual({ code: 'complete' })
    expect(items.length).toBeGreaterThan(0)
    for (const item of items) expect(tryParseItem(item)).toBeDefined()
  })
})
