/**
 * The same models from Amazon Bedrock or Google Cloud, under the cloud's own agreement. Their clients are not part of
 * Postil: a site that wants one installs it, and it is loaded here when it is configured.
 */
import type { MessageCreateParamsStreaming, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages'
import type { Log } from '../../log.ts'
import { ModelError } from '../errors.ts'
import type { LanguageModel, ModelIdentity } from '../language-model.ts'
import type { ModelPrompt } from '../load-prompt.ts'
import { createLimitedFetch } from './limited-fetch.ts'
import { createMessagesModel, type MessagesClient, type ModelTimes } from './messages-model.ts'
import { createRedactingLogger } from './redacting-logger.ts'
import type { ModelFeatures } from './request-body.ts'

export type CloudPlatform = 'bedrock' | 'vertex'

export type CloudOptions = {
  readonly platform: CloudPlatform
  readonly model: string
  readonly region: string
  /** Google Cloud only. */
  readonly project?: string
  readonly prompt: ModelPrompt
  readonly identity: ModelIdentity
  readonly log: Log
  readonly times?: ModelTimes
  /** How a package is found; a test brings one of its own. */
  readonly load?: (name: string) => Promise<unknown>
}

const HEADERS_MS = 15_000

type Platform = {
  readonly packageName: string
  readonly exportName: string
  readonly features: ModelFeatures
  readonly locate: (options: CloudOptions) => Readonly<Record<string, string>>
}

/** No capability check exists there, so features are those of the documentation (August 2026). */
const PLATFORMS: Readonly<Record<CloudPlatform, Platform>> = {
  bedrock: {
    packageName: '@anthropic-ai/bedrock-sdk',
    exportName: 'AnthropicBedrockMantle',
    features: { hasStructuredOutput: false, thinking: 'default', hasLowEffort: false },
    locate: ({ region }) => ({ awsRegion: region }),
  },
  vertex: {
    packageName: '@anthropic-ai/vertex-sdk',
    exportName: 'AnthropicVertex',
    features: { hasStructuredOutput: true, thinking: 'default', hasLowEffort: false },
    locate: ({ region, project = '' }) => ({ region, projectId: project }),
  },
}

/** @throws ModelError `package-missing` that says what to install. */
export async function createCloudModel(options: CloudOptions): Promise<LanguageModel> {
  const { platform, model, prompt, identity, times } = options
  const { features } = PLATFORMS[platform]
  const client = await loadClient(options)
  return createMessagesModel({
    client,
    describe: () => ({ availability: { state: 'on' }, body: { model, prompt, features } }),
    identity,
    ...(times && { times }),
  })
}

async function loadClient(options: CloudOptions): Promise<MessagesClient> {
  const { packageName, exportName, locate } = PLATFORMS[options.platform]
  const load = options.load ?? ((name: string): Promise<unknown> => import(name))
  let module: unknown
  try {
    module = await load(packageName)
  } catch (cause) {
    const problem = `${packageName} is not installed. Add it beside Postil: npm install --save-exact ${packageName}`
    throw new ModelError('package-missing', problem, { cause })
  }
  const Client = findExport(module, exportName)
  if (!isConstructor(Client)) {
    throw new ModelError('package-missing', `${packageName} has no ${exportName}; another version of it is needed.`)
  }
  const client: unknown = new Client({
    ...locate(options),
    maxRetries: 0,
    timeout: HEADERS_MS,
    fetch: createLimitedFetch(fetch, { checkCalls: false }),
    fetchOptions: { redirect: 'error' },
    logger: createRedactingLogger(options.log),
    logLevel: 'warn',
    openTelemetry: false,
  })
  if (!hasMessages(client)) throw new ModelError('package-missing', `${packageName} has no messages; it is too old.`)
  return { createStream: (body, call) => client.messages.create(body, call) }
}

function findExport(module: unknown, name: string): unknown {
  if (typeof module !== 'object' || module === null) return undefined
  return Reflect.get(module, name) ?? Reflect.get(module, 'default')
}

type Constructor = new (options: object) => unknown

function isConstructor(value: unknown): value is Constructor {
  return typeof value === 'function'
}

type CloudClient = {
  readonly messages: {
    readonly create: (
      body: MessageCreateParamsStreaming,
      options: { readonly signal: AbortSignal },
    ) => Promise<AsyncIterable<RawMessageStreamEvent>>
  }
}

function hasMessages(value: unknown): value is CloudClient {
  if (typeof value !== 'object' || value === null || !('messages' in value)) return false
  const { messages } = value
  return (
    typeof messages === 'object' && messages !== null && 'create' in messages && typeof messages.create === 'function'
  )
}
