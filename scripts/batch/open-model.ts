// The language model of a batch, where the tenant's row gives it money.

import type { ProxyConfig } from '#proxy/config.ts'
import { createModelReader, type ModelReader, type ModelReaderParts } from '#proxy/jobs/model-reader.ts'
import { chooseMask } from '#proxy/llm/choose-mask.ts'
import { createLanguageModel } from '#proxy/llm/create-language-model.ts'
import { createMetrics } from '#proxy/metrics.ts'
import { toSpendLimits } from '#proxy/model-call.ts'

type Parts = Pick<ModelReaderParts, 'db' | 'references' | 'engine' | 'log' | 'tenant'> & {
  readonly config: ProxyConfig
}

export type BatchModel = { readonly read: ModelReader; readonly stop: () => void }

/** @returns undefined where no note of a batch goes to a model. @throws ConfigError */
export async function openModel({ config, ...parts }: Parts): Promise<BatchModel | undefined> {
  const usdPerDay = parts.tenant.batch?.modelUsdPerDay
  if (usdPerDay === undefined) return undefined
  const { model, checked, stop } = await createLanguageModel(config.model, parts.log)
  // Otherwise the first notes would find it off.
  await checked
  const read = createModelReader({
    ...parts,
    model,
    usdPerDay,
    mask: chooseMask(),
    spendLimits: toSpendLimits(config.model),
    metrics: createMetrics(),
    now: Date.now,
  })
  return { read, stop }
}
