// A model of the real adapter against the mock, with short times.
import { parseDateOnly } from '#coding/domain/date-only.ts'
import { SCHEMA_HASH } from '#proxy/llm/answer-schema.ts'
import { createFirstPartyModel, type FirstPartyOptions } from '#proxy/llm/anthropic/first-party.ts'
import type { LanguageModel, ModelEnd, ModelRequest } from '#proxy/llm/language-model.ts'
import { loadPrompt } from '#proxy/llm/load-prompt.ts'
import { createLog } from '#proxy/log.ts'

export const MODEL = 'claude-sonnet-5-5'
export const KEY = 'sk-ant-CANARY-KEY'
const prompt = loadPrompt()
const identity = { model: MODEL, promptVersion: prompt.version, promptHash: prompt.hash, schemaHash: SCHEMA_HASH }

export const anItem = {
  kind: 'diagnosis',
  code: 'E11.65',
  topic: 'none',
  element: 'none',
  quotes: [{ document: 'note-1', text: 'sugars are running high' }],
}

export function aRequest(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    documents: [{ id: 'note-1', text: 'CANARY-NOTE sugars are running high' }],
    setting: 'professional',
    dateOfService: parseDateOnly('2026-03-02'),
    found: [],
    candidates: [],
    user: 'hmac',
    ...changes,
  }
}

export type TestModel = { readonly model: LanguageModel; readonly logged: string[] }

export async function createTestModel(url: string, changes: Partial<FirstPartyOptions> = {}): Promise<TestModel> {
  const logged: string[] = []
  const log = createLog('info', { write: (line: string) => void logged.push(line) })
  const times = { idleMs: 150, deadlineMs: 2000 }
  const model = createFirstPartyModel({
    apiKey: KEY,
    model: MODEL,
    prompt,
    identity,
    log,
    baseUrl: url,
    times,
    ...changes,
  })
  await model.check()
  return { model, logged }
}

export type Answer = { readonly items: readonly unknown[]; readonly end: ModelEnd; readonly ms: number }

/** @throws when the last event is not the end: then nobody could know what the items are worth. */
export async function ask(model: LanguageModel, request = aRequest(), signal?: AbortSignal): Promise<Answer> {
  const started = performance.now()
  const items: unknown[] = []
  let end: ModelEnd | undefined
  for await (const event of model.propose(request, signal ?? new AbortController().signal)) {
    if (end) throw new TypeError('Something came after the end.')
    if (event.kind === 'end') end = event
    else items.push(event.item)
  }
  if (!end) throw new TypeError('The answer has no end.')
  return { items, end, ms: performance.now() - started }
}
