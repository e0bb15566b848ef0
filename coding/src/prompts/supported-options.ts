/**
 * Options that name another fact of the patient are offered only where the record speaks of that fact: an option without
 * support steers (AHIMA/ACDIS 2022, p. 7: options that are not clinically credible are removed).
 */
import type { PromptSource } from './prompt-source.ts'

/** What an option names, and words of a record that support it. */
const NEEDS: readonly (readonly [RegExp, RegExp])[] = [
  [/alcohol/i, /\b(?:alcohol|etoh|drink|drank|beers?|wine|liquor)/i],
  [/kidney|renal/i, /\b(?:kidney|renal|ckd|esrd|creatinine|dialysis|gfr|nephr)/i],
  [/heart failure|cor pulmonale/i, /\b(?:heart|cardiac|chf|ventric|echo)/i],
  [/heparin/i, /\b(?:heparin|lovenox|enoxaparin)/i],
  [/chemotherapy/i, /\b(?:chemo|cycle|cancer|tumou?r|carcinoma|drug|medication)/i],
  [/neoplas|malignan/i, /\b(?:cancer|tumou?r|malign|carcinoma|sarcoma|lymphoma|leuk|neoplas|metasta|mass\b)/i],
  [/indwelling|catheter|device/i, /\b(?:catheter|foley|tube|stent|device)/i],
  [
    /^post-?(?:procedural|operative)/i,
    /\b(?:post-?op|surg|procedure|status post|s\/p|operat|ablation|\w+ectomy|thyroidectomy)/i,
  ],
  [
    /blood loss/i,
    /\b(?:bleed|blood loss|hemorrhag|haemorrhag|hematoma|melena|hematochezia|menorrhag|transfus|surg|operat|ulcer|hematuria|hemoglobin|hematocrit)/i,
  ],
  [/gangrene/i, /gangren|necro/i],
  [/ulceration/i, /ulcer|wound/i],
  [/rest pain/i, /rest pain|pain at rest/i],
  [/claudication/i, /claudicat/i],
  [/osteoporo/i, /osteopor|osteopen|bone density|dexa|elderly|fragility/i],
  [/intradialytic/i, /dialysis/i],
  [/graft/i, /\b(?:graft|cabg|bypass)/i],
]

const AGE = /\b(\d{1,3})[- ]?(?:year|yr|y\.?o|month|week|day)s?\b[- ]?(?:old)?/i
const OLD = 45

/** "Age-related" is nothing to offer for a child of thirteen. */
function isTooYoung(text: string): boolean {
  const [, years] = AGE.exec(text) ?? []
  return years !== undefined && Number(years) < OLD
}

/** The option as the record stands; what names no other fact always stays. */
export function isSupported({ readings, record }: Pick<PromptSource, 'readings' | 'record'>, option: string): boolean {
  if (/\bage-related\b/i.test(option)) return !readings.some(({ text }) => isTooYoung(text))
  const need = NEEDS.find(([named]) => named.test(option))?.[1]
  if (need === undefined) return true
  const charted = [...record.conditions, ...record.procedures].some(({ text }) => text !== undefined && need.test(text))
  return charted || readings.some(({ text }) => need.test(text))
}

export function keepSupported(
  source: Pick<PromptSource, 'readings' | 'record'>,
  options: readonly string[],
): readonly string[] {
  return options.filter((option) => isSupported(source, option))
}
