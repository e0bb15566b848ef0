/** What a call costs, in millionths of a dollar: list prices per million tokens, so a price is also micro-dollars a token. */
import type { MicroUsd } from '../limits/spend.ts'
import type { ModelIdentity, ModelUsage } from './language-model.ts'

type Price = { readonly input: number; readonly output: number }
/** By the length of the whole prompt, what was read from a cache included. */
type Prices = { readonly short: Price; readonly long?: Price }

/** Whom and where, as far as it changes the price. */
export type PricedModel = Pick<ModelIdentity, 'model' | 'region'>

/** Public list prices of November 2026. A model that is not listed counts as the dearest: a limit must not be outrun. */
const PRICES: Readonly<Record<string, Prices>> = {
  'claude-haiku-5-5': { short: { input: 0.1, output: 0.5 }, long: { input: 0.5, output: 2.5 } },
  'claude-sonnet-5-5': { short: { input: 2, output: 10 } },
  'claude-opus-5-5': { short: { input: 4, output: 20 } },
}
const DEAREST: Prices = { short: { input: 10, output: 50 } }
const LONG_PROMPT = 100_000
/** Keeping inference in one region, the United States among them, costs a tenth more; clouds and the vendor alike. */
const REGION_FACTOR = 1.1
/** Written for an hour; read at a tenth. */
const CACHE_WRITE = 2
const CACHE_READ = 0.1

/** Clouds write the maker before the name, and the day of the version or their own number behind it. */
const NAME = /(?:^|[./])(claude-[a-z]+-\d{1,2}(?:-\d{1,2})?)(?=$|[-@:])/

function findPrices(model: string): Prices {
  return PRICES[NAME.exec(model)?.[1] ?? model] ?? DEAREST
}

export function computeCost({ model, region }: PricedModel, usage: ModelUsage): MicroUsd {
  const { short, long } = findPrices(model)
  const prompt = usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens
  const { input, output } = prompt > LONG_PROMPT && long ? long : short
  const read = usage.inputTokens + CACHE_WRITE * usage.cacheWriteTokens + CACHE_READ * usage.cacheReadTokens
  return Math.ceil((read * input + usage.outputTokens * output) * (region === 'global' ? 1 : REGION_FACTOR))
}

/** English is about four characters a token; codes and numbers are denser, and a reservation must not be too small. */
const CHARACTERS_A_TOKEN = 2.5

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_A_TOKEN)
}

export function estimateMostCost(
  model: PricedModel,
  { characters, maxOutputTokens }: { readonly characters: number; readonly maxOutputTokens: number },
): MicroUsd {
  const inputTokens = estimateTokens(characters)
  const usage = { inputTokens: 0, cacheWriteTokens: inputTokens, cacheReadTokens: 0, outputTokens: maxOutputTokens }
  return computeCost(model, usage)
}
