/**
 * Which features of the vendor's interface a business associate agreement covers, for machines: the adapter sends
 * nothing that is not on this list. From the vendor's page on interface and data retention, as published in August
 * 2026 (platform.claude.com/docs/en/manage-claude/api-and-data-retention). A new feature is added here only after
 * the page says so, with the date.
 */
import { ModelError } from './errors.ts'

type Coverage = { readonly feature: string; readonly covered: boolean; readonly note: string }

export const coverage: readonly Coverage[] = [
  { feature: 'messages', covered: true, note: 'POST /v1/messages' },
  { feature: 'models', covered: true, note: 'GET /v1/models/{id}; carries nothing of a patient' },
  { feature: 'streaming', covered: true, note: 'stream: true' },
  { feature: 'structured-outputs', covered: true, note: 'no patient data in the schema: it is cached elsewhere' },
  { feature: 'strict-tools', covered: true, note: 'same condition' },
  { feature: 'prompt-caching', covered: true, note: 'cache_control' },
  { feature: 'thinking', covered: true, note: 'thinking' },
  { feature: 'effort', covered: true, note: 'output_config.effort' },
  { feature: 'inference-geo', covered: true, note: 'inference_geo' },
  { feature: 'batches', covered: false, note: 'kept for 29 days' },
  { feature: 'files', covered: false, note: '' },
  { feature: 'code-execution', covered: false, note: '' },
  { feature: 'programmatic-tool-calling', covered: false, note: '' },
  { feature: 'skills', covered: false, note: '' },
  { feature: 'mcp-connector', covered: false, note: '' },
  { feature: 'managed-agents', covered: false, note: '' },
  { feature: 'compaction', covered: false, note: '' },
  { feature: 'context-editing', covered: false, note: '' },
  { feature: 'cache-diagnostics', covered: false, note: '' },
  { feature: 'tool-search', covered: false, note: '' },
  { feature: 'web-fetch', covered: false, note: '' },
  { feature: 'advisor', covered: false, note: '' },
  { feature: 'message-threads', covered: false, note: '' },
  { feature: 'betas', covered: false, note: 'unless listed by name' },
]

/** Fields of a request by the feature that they belong to; a field that is not here is not sent. */
const FIELDS: Readonly<Record<string, string>> = {
  model: 'messages',
  max_tokens: 'messages',
  messages: 'messages',
  system: 'messages',
  metadata: 'messages',
  stream: 'streaming',
  inference_geo: 'inference-geo',
  thinking: 'thinking',
  output_config: 'structured-outputs',
  tools: 'strict-tools',
  tool_choice: 'strict-tools',
}
const OUTPUT_FIELDS: Readonly<Record<string, string>> = { format: 'structured-outputs', effort: 'effort' }
const BLOCK_FIELDS = new Set(['type', 'text', 'cache_control'])
const TOOL_FIELDS = new Set(['name', 'description', 'input_schema'])
/** Bedrock names the model in the path and not in the body; Google Cloud as well. */
const PATHS = [/^\/v1\/messages$/, /^\/v1\/models\/[\w.@:-]+$/]

/** Fable and Mythos keep what they read for thirty days, so they are never chosen without anyone's asking for them. */
const MODELS = /(?:^|[./])claude-(?:haiku|sonnet|opus)-/

/** Whether chart text may go to a model that an operator names only as the second. */
export function isCoveredModel(id: string): boolean {
  return MODELS.test(id)
}

const covered = new Set(coverage.filter((row) => row.covered).map(({ feature }) => feature))

/** @throws ModelError `feature-not-covered` that names the field, never its value. */
export function requireCovered(body: object): void {
  requireFields(body, FIELDS)
  if ('output_config' in body && isObject(body.output_config)) requireFields(body.output_config, OUTPUT_FIELDS)
  for (const block of listBlocks(body)) {
    if (block['type'] !== 'text') refuse('a content block that is not text')
    for (const field of Object.keys(block)) if (!BLOCK_FIELDS.has(field)) refuse(`a content block with ${field}`)
  }
  const tools = 'tools' in body && Array.isArray(body.tools) ? body.tools.filter(isObject) : []
  for (const tool of tools) {
    // A tool with a type of its own runs at the vendor's.
    for (const field of Object.keys(tool)) if (!TOOL_FIELDS.has(field)) refuse(`a tool with ${field}`)
  }
}

/** @throws ModelError `feature-not-covered` */
export function requireCoveredCall(path: string, headers: Headers): void {
  if (!PATHS.some((pattern) => pattern.test(path))) refuse('another address of the interface')
  if (headers.has('anthropic-beta')) refuse('a beta feature')
}

function requireFields(value: object, fields: Readonly<Record<string, string>>): void {
  for (const field of Object.keys(value)) {
    const feature = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (feature === undefined || !covered.has(feature)) refuse(`the field ${field}`)
  }
}

function listBlocks(body: object): readonly Readonly<Record<string, unknown>>[] {
  const system: unknown = 'system' in body ? body.system : undefined
  const messages: unknown = 'messages' in body ? body.messages : undefined
  const contents = Array.isArray(messages) ? messages.filter(isObject).map((message) => message['content']) : []
  return [system, ...contents].flatMap((content: unknown) => (Array.isArray(content) ? content.filter(isObject) : []))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function refuse(what: string): never {
  throw new ModelError('feature-not-covered', `The request has ${what}, which the agreement does not cover.`)
}
