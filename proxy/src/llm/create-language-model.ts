/** From the configuration to the model that the proxy works with. Nothing of a vendor is loaded before this is called. */
import type { ModelConfig } from '../config.ts'
import { ConfigError } from '../errors.ts'
import type { Log } from '../log.ts'
import { SCHEMA_HASH } from './answer-schema.ts'
import { DEFAULT_TIMES } from './anthropic/messages-model.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { ModelError } from './errors.ts'
import { createGuardedModel } from './guarded-model.ts'
import { createOffModel, type LanguageModel, type ModelIdentity } from './language-model.ts'
import { loadPrompt } from './load-prompt.ts'
import { createSecondTry } from './second-try.ts'
import { createWholeDeadline } from './whole-deadline.ts'

export type StartedModel = {
  readonly model: LanguageModel
  /** Settles when the model has first said what it can do; the proxy need not wait for it. */
  readonly checked: Promise<void>
  readonly stop: () => void
}

/** So that an attempt that takes all of the time ends by its own deadline, which the breaker hears of. */
const LATER_MS = 500
const CHECK_MS = 60 * 60_000
/** A service that was away at the start is asked again sooner. */
const RECHECK_MS = 60_000

/** @throws ConfigError for a package that is missing or prompt files that were changed. */
export async function createLanguageModel(config: ModelConfig | undefined, log: Log): Promise<StartedModel> {
  if (!config) return { model: createOffModel('no model is set up'), checked: Promise.resolve(), stop: () => undefined }
  try {
    const first = await startGuarded(config, log)
    const seconds = config.secondModels ?? []
    const others = await Promise.all(seconds.map((model) => startGuarded({ ...config, model }, log)))
    const all = [first, ...others]
    return {
      model: createWholeDeadline(
        createSecondTry(
          first.model,
          others.map(({ model }) => model),
        ),
        DEFAULT_TIMES.deadlineMs + LATER_MS,
      ),
      checked: Promise.all(all.map(({ checked }) => checked)).then(() => undefined),
      stop: () => {
        for (const { stop } of all) stop()
      },
    }
  } catch (error) {
    if (error instanceof ModelError) throw new ConfigError('POSTIL_MODEL_PLATFORM', error.message, { cause: error })
    throw error
  }
}

/** Each model has a breaker of its own: one that is down says nothing of the other. */
async function startGuarded(config: ModelConfig, log: Log): Promise<StartedModel> {
  const started = await start(config, log)
  const breaker = createCircuitBreaker(Date.now)
  return { ...started, model: createGuardedModel(started.model, { breaker, random: Math.random }) }
}

async function start(config: ModelConfig, log: Log): Promise<StartedModel> {
  const prompt = loadPrompt()
  const { model } = config
  const identity: ModelIdentity = {
    model,
    region: config.platform === 'anthropic' ? config.geo : config.region,
    promptVersion: prompt.version,
    promptHash: prompt.hash,
    schemaHash: SCHEMA_HASH,
  }
  if (config.platform !== 'anthropic') {
    const { createCloudModel } = await import('./anthropic/cloud.ts')
    const cloud = await createCloudModel({ ...config, prompt, identity, log })
    return { model: cloud, checked: Promise.resolve(), stop: () => undefined }
  }
  const { createFirstPartyModel } = await import('./anthropic/first-party.ts')
  const checkedModel = createFirstPartyModel({ ...config, prompt, identity, log })
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  const check = async (): Promise<void> => {
    await checkedModel.check()
    if (isStopped) return
    timer = setTimeout(() => void check(), checkedModel.availability.state === 'on' ? CHECK_MS : RECHECK_MS)
    timer.unref()
  }
  return {
    model: checkedModel,
    checked: check(),
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
