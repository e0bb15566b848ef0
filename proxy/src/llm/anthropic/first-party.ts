/** The vendor's own service: the client with everything switched off that would act by itself, and the check at the start. */
import Anthropic from '@anthropic-ai/sdk'
import type { Log } from '../../log.ts'
import type { LanguageModel, ModelIdentity } from '../language-model.ts'
import type { ModelPrompt } from '../load-prompt.ts'
import { type Capabilities, findRetirementAlarm, judgeModel, UNCHECKED } from './capabilities.ts'
import { createLimitedFetch, type Fetch } from './limited-fetch.ts'
import { createMessagesModel, type ModelTimes } from './messages-model.ts'
import { readFailure } from './read-failure.ts'
import { createRedactingLogger } from './redacting-logger.ts'

export type FirstPartyOptions = {
  readonly apiKey: string
  readonly model: string
  readonly prompt: ModelPrompt
  readonly identity: ModelIdentity
  readonly log: Log
  readonly baseUrl?: string
  /** Where inference may happen; part of what a site has agreed to. */
  readonly geo?: string
  readonly times?: ModelTimes
  readonly fetch?: Fetch
  readonly now?: () => number
}

export const ANTHROPIC_URL = 'https://api.anthropic.com'
/** Until the answer begins; what comes after it is watched by us. */
const HEADERS_MS = 15_000

export type CheckedModel = LanguageModel & {
  /** Asks the service what the model can do; until it has answered, the model is off. */
  readonly check: () => Promise<void>
}

export function createFirstPartyModel(options: FirstPartyOptions): CheckedModel {
  const { model, prompt, identity, log, times, now = Date.now } = options
  const client = createClient(options)
  let capabilities: Capabilities = UNCHECKED
  const port = createMessagesModel({
    client: {
      createStream: async (body, { signal }) => {
        const { data, request_id } = await client.messages.create(body, { signal }).withResponse()
        return Object.assign(data, { requestId: request_id ?? null })
      },
    },
    describe: () => ({
      availability: capabilities.availability,
      body: { model, prompt, features: capabilities.features },
    }),
    identity,
    ...(times && { times }),
  })
  return {
    ...port,
    // A spread would read the getter once and for all.
    get availability() {
      return port.availability
    },
    check: async () => {
      try {
        const info = await client.models.retrieve(model)
        capabilities = judgeModel(info, options.geo)
        const days = findRetirementAlarm(info, now())
        if (days !== undefined) log.warn('model retires soon', { code: model, row: days })
      } catch (error) {
        const { code } = readFailure(error)
        log.error('model check failed', { code })
        const reason = code === 'unauthorized' ? 'the key of the model was refused' : 'the model cannot be reached'
        capabilities = { ...UNCHECKED, availability: { state: 'off', reason } }
      }
    },
  }
}

/** Every option is given, because the client otherwise looks into the environment. */
function createClient({ apiKey, baseUrl = ANTHROPIC_URL, log, fetch: send = fetch }: FirstPartyOptions): Anthropic {
  return new Anthropic({
    apiKey,
    authToken: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: HEADERS_MS,
    fetch: createLimitedFetch(send, { checkCalls: true }),
    fetchOptions: { redirect: 'error' },
    logger: createRedactingLogger(log),
    logLevel: 'warn',
    openTelemetry: false,
  })
}
