/** What a call costs, in millionths of a dollar: list prices per million tokens, so a price is also micro-dollars a token. */
import type { MicroUsd } from '../limits/spend.ts'
import type { ModelUsage } from './language-model.ts'

type Price = { readonly input: number; readonly output: number }

/** Public list prices of November 2026. A model that is not listed counts as the dearest: a limit must not be outrun. */
const PRICES: Readonly<Record<string, Price>> = {
  'claude-haiku-5-5': { input: 0.5, output: 2.5 },
  'claude-sonnet-5-5': { input: 2, output: 10 },
  'claude-opus-5-5': { input: 4, output: 20 },
}
const DEAREST: Price = { input: 10, output: 50 }
/** Keeping inference in the United States costs a tenth more. */
const US_FACTOR = 1.1
/** Written for an hour; read at a tenth. */
const CACHE_WRITE = 2
const CACHE_READ = 0.1

function findPrice(model: string): Price {
  return PRICES[model] ?? DEAREST
}

export function computeCost(model: string, usage: ModelUsage): MicroUsd {
  const { input, output } = findPrice(model)
  const read = usage.inputTokens + CACHE_WRITE * usage.cacheWriteTokens + CACHE_READ * usage.cacheReadTokens
  return Math.ceil((read * input + usage.outputTokens * output) * US_FACTOR)
}

/** English is about four characters a token; codes and numbers are denser, and a reservation must not be too small. */
const CHARACTERS_A_TOKEN = 2.5

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN)
}

export function estimateMostCost(
  model: string,
  { characters, maxOutputTokens }: { readonly characters: number; readonly maxOutputTokens: number },
): MicroUsd {
  const inputTokens = estimateTokens(characters)
  const usage = { inputTokens: 0, cacheWriteTokens: inputTokens, cacheReadTokens: 0, outputTokens: maxOutputTokens }
  return computeCost(model, usage)
}
