/**
 * Labels that say which parts software asserted (AI Transparency on FHIR 1.0.0; DS4P inline labels). Every draft we file
 * carries `AIAST` as a whole, until a person signs it off; a line nobody has verified carries it again by itself.
 */
import type { Coding, Extension, Meta } from '@medplum/fhirtypes'
import type { FindingSource } from '#coding/domain/finding.ts'
import { listCodings } from './coding.ts'
import { asList } from './loose.ts'
import { ACT_CODE, AI_CONFIDENCE, INLINE_LABEL, OBSERVATION_VALUE, WORKFLOW } from './systems.ts'

const AI_ASSERTED: Coding = {
  system: OBSERVATION_VALUE,
  code: 'AIAST',
  display: 'Artificial Intelligence asserted',
}

/** Tells readers of the whole resource that some element has a label of its own. */
const PROCESS_INLINE_LABEL: Coding = { system: ACT_CODE, code: 'PROCESSINLINELABEL' }

export const DRAFT_CHARGE: Coding = { system: WORKFLOW, code: 'draft-charge' }

/** A line, or the diagnosis of one, as far as its labels go. */
export type LabelledElement = {
  readonly source: FindingSource
  readonly verified: boolean
  readonly confidence?: number
}

/** What a person entered by hand was never asserted by software, so it is verified as it stands. */
const isUnverified = ({ source, verified }: LabelledElement): boolean => source !== 'person' && !verified

/**
 * @param isSignedOff a coder has released the draft: what a person verified is no longer asserted by software, so the
 * label of the whole goes, and only what nobody verified keeps its own (smart-fhir conventions 7.5).
 */
export function buildDraftMeta(elements: readonly LabelledElement[], isSignedOff = false): Meta {
  const inline = elements.some(isUnverified) ? [PROCESS_INLINE_LABEL] : []
  const security = isSignedOff ? inline : [AI_ASSERTED, ...inline]
  return { ...(security.length > 0 && { security }), tag: [DRAFT_CHARGE] }
}

/** A question that software put together. It is no charge, so it has no tag of one. */
export function buildQueryMeta(): Meta {
  return { security: [AI_ASSERTED] }
}

/** @returns an object to spread, without `extension` when there is nothing to say: FHIR knows no empty lists. */
export function buildElementLabels(element: LabelledElement): { readonly extension?: Extension[] } {
  const { source, confidence } = element
  const label: Extension[] = isUnverified(element) ? [{ url: INLINE_LABEL, valueCoding: AI_ASSERTED }] : []
  const stated: Extension[] =
    source === 'person' || confidence === undefined ? [] : [{ url: AI_CONFIDENCE, valueDecimal: confidence }]
  const extension = [...label, ...stated]
  return extension.length > 0 ? { extension } : {}
}

/** @param security `meta.security`, or the coding of an inline label */
export function hasAiLabel(security: unknown): boolean {
  return listCodings(security).some(({ system, code }) => system === AI_ASSERTED.system && code === AI_ASSERTED.code)
}

export function hasInlineAiLabel(extensions: unknown): boolean {
  return asList<Extension>(extensions).some(({ url, valueCoding }) => url === INLINE_LABEL && hasAiLabel(valueCoding))
}
