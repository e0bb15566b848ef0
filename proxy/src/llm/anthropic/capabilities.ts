/** What the configured model can do, and for how long: asked at the start and every few hours, never assumed. */
import type { ModelInfo } from '@anthropic-ai/sdk/resources/models'
import type { ModelAvailability } from '../language-model.ts'
import { MAX_OUTPUT_TOKENS, type ModelFeatures } from './request-body.ts'

export type Capabilities = { readonly availability: ModelAvailability; readonly features: ModelFeatures }

const DAY_MS = 24 * 60 * 60_000
const ALARM_DAYS = 60
const LEAST_INPUT_TOKENS = 60_000

/** Before anything is known, nothing is sent. */
export const UNCHECKED: Capabilities = {
  availability: { state: 'off', reason: 'the model has not answered what it can do yet' },
  features: { hasStructuredOutput: false, thinking: 'default', hasLowEffort: false },
}

function off(reason: string): Capabilities {
  return { ...UNCHECKED, availability: { state: 'off', reason } }
}

/** Closed to whatever lacks what we rely on: an answer without a schema, or a model that is gone. */
export function judgeModel(info: ModelInfo, geo?: string): Capabilities {
  const { capabilities, lifecycle } = info
  if (lifecycle === 'retired') return off('the configured model is retired')
  if (capabilities === null) return off('the configured model does not say what it can do')
  if (!capabilities.structured_outputs.supported) return off('the configured model knows no structured output')
  if ((info.max_input_tokens ?? 0) < LEAST_INPUT_TOKENS || (info.max_tokens ?? 0) < MAX_OUTPUT_TOKENS) {
    return off('the configured model is too small for notes')
  }
  const { thinking, effort } = capabilities
  const features: ModelFeatures = {
    hasStructuredOutput: true,
    thinking: thinking.types.between_tools.supported
      ? 'between_tools'
      : thinking.supported && thinking.types.disabled.supported
        ? 'disabled'
        : 'default',
    hasLowEffort: effort.supported && effort.low.supported,
    ...(geo !== undefined && { geo }),
  }
  return { availability: { state: 'on' }, features }
}

/** @returns whole days, when the model is retired within two months: time for an operator to choose another. */
export function findRetirementAlarm(info: ModelInfo, now: number): number | undefined {
  const at = Date.parse(info.retires_at ?? '')
  if (Number.isNaN(at)) return undefined
  const days = Math.floor((at - now) / DAY_MS)
  return days <= ALARM_DAYS ? days : undefined
}
