/**
 * The request as the vendor gets it. What never changes stands first, so that it is cached; the note stands last. Nothing
 * before the last mark names a patient, a time or a request, and nothing of a patient is ever in the schema: schemas are
 * kept where chart text is not.
 */
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages'
import { answerSchema } from '../answer-schema.ts'
import type { ModelRequest } from '../language-model.ts'
import type { ModelPrompt } from '../load-prompt.ts'

/** What the model can do, as its own description says (`capabilities.ts`). */
export type ModelFeatures = {
  readonly hasStructuredOutput: boolean
  readonly thinking: 'between_tools' | 'disabled' | 'default'
  readonly hasLowEffort: boolean
  /** `inference_geo`; the clouds have regions instead. */
  readonly geo?: string
}

export const MAX_OUTPUT_TOKENS = 4096
const TOOL = 'report'

export type BodyParts = { readonly model: string; readonly prompt: ModelPrompt; readonly features: ModelFeatures }

export function buildRequestBody(
  request: ModelRequest,
  { model, prompt, features }: BodyParts,
): MessageCreateParamsStreaming {
  return {
    model,
    max_tokens: MAX_OUTPUT_TOKENS,
    stream: true,
    ...(features.geo !== undefined && { inference_geo: features.geo }),
    ...(features.thinking !== 'default' && { thinking: { type: features.thinking } }),
    ...buildOutput(features),
    metadata: { user_id: request.user },
    system: [
      { type: 'text', text: prompt.system, cache_control: { type: 'ephemeral', ttl: '1h' } },
      { type: 'text', text: prompt.settings[request.setting], cache_control: { type: 'ephemeral', ttl: '5m' } },
    ],
    messages: [{ role: 'user', content: buildTurn(request, prompt) }],
  }
}

function buildOutput(features: ModelFeatures): Partial<MessageCreateParamsStreaming> {
  const effort = features.hasLowEffort ? ({ effort: 'low' } as const) : undefined
  if (features.hasStructuredOutput) {
    return { output_config: { ...effort, format: { type: 'json_schema', schema: { ...answerSchema } } } }
  }
  // Where the platform knows no structured output, a plain tool carries the same shape; forcing it is an error there.
  return {
    ...(effort && { output_config: effort }),
    tools: [
      {
        name: TOOL,
        description: 'Report the items.',
        input_schema: { ...answerSchema, required: [...answerSchema.required] },
      },
    ],
    tool_choice: { type: 'auto' },
  }
}

function buildTurn(request: ModelRequest, { task, repair }: ModelPrompt) {
  const { dateOfService, found, candidates, documents, isRepair = false } = request
  return [
    {
      type: 'text' as const,
      text: JSON.stringify({ date_of_service: dateOfService, found_by_rules: found, candidates }),
    },
    { type: 'text' as const, text: JSON.stringify({ untrusted_documents: documents }) },
    { type: 'text' as const, text: isRepair ? `${task}\n\n${repair}` : task },
  ]
}
