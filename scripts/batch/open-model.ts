// The language model of a batch, where the tenant's row gives it money.

import type { ProxyConfig } from '#proxy/config.ts'
import type { ColumnCipher } from '#proxy/crypto/column-cipher.ts'
import { createModelReader, type ModelReader, type ModelReaderParts } from '#proxy/jobs/model-reader.ts'
import { createAnswerMemory } from '#proxy/llm/answer-memory.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import { createLanguageModel } from '#proxy/llm/create-language-model.ts'
import { createMetrics } from '#proxy/metrics.ts'
import { toSpendLimits } from '#proxy/model-call.ts'

type Parts = Pick<ModelReaderParts, 'db' | 'references' | 'engine' | 'log' | 'tenant'> & {
  readonly config: ProxyConfig
  readonly cipher: ColumnCipher
}

export type BatchModel = { readonly read: ModelReader; readonly stop: () => void }

/** @returns undefined where no note of a batch goes to a model. @throws ConfigError */
export async function openModel({ config, cipher, ...parts }: Parts): Promise<BatchModel | undefined> {
  const usdPerDay = parts.tenant.batch?.modelUsdPerDay
  if (usdPerDay === undefined) return undefined
  const { model, checked, stop } = await createLanguageModel(config.model, parts.log)
  // Otherwise the first notes would find it off.
  await checked
  const read = createModelReader({
    ...parts,
    model,
    usdPerDay,
    answers: createAnswerMemory({ cipher, now: Date.now, keptMs: config.limits.modelAnswerMs }),
    mask: chooseMask(),
    spendLimits: toSpendLimits(config.model),
    metrics: createMetrics(),
    now: Date.now,
  })
  return { read, stop }
}
