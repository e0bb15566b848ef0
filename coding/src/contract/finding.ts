/** Wire shape of findings. Parsing is the only way, beside the gate and the lint, to obtain their branded types. */
import * as z from 'zod/mini'
import type { Finding } from '../domain/finding.ts'
import {
  findingId,
  fingerprint,
  icd10Code,
  modifierCode,
  noteId,
  presentOnAdmission,
  procedureCode,
  shortText,
} from './scalars.ts'

const assertion = z.object({
  existence: z.enum(['present', 'absent', 'uncertain']),
  temporality: z.enum(['current', 'historical', 'hypothetical']),
  experiencer: z.enum(['patient', 'other']),
})

export const evidence = z.object({
  noteId,
  noteVersion: shortText,
  start: z.int().check(z.nonnegative()),
  end: z.int().check(z.nonnegative()),
  quote: z.string().check(z.maxLength(4000)),
  section: shortText,
  assertion,
})

const atLeastOneEvidence = z.tuple([evidence], evidence)

export const edition = z.object({ codeSet: shortText, release: shortText, basis: z.enum(['release', 'embedded']) })

export const validatedDiagnosis = z.object({
  state: z.literal('validated'),
  category: z.literal('diagnosis'),
  system: z.literal('icd10cm'),
  code: icd10Code,
  title: shortText,
  edition,
})

export const validatedProcedure = z.object({
  state: z.literal('validated'),
  category: z.enum(['procedure', 'em']),
  system: z.enum(['cpt', 'hcpcs']),
  code: procedureCode,
  title: z.exactOptional(shortText),
  edition: z.union([edition, z.object({ basis: z.literal('no-data') })]),
})

const axis = z.enum([
  'laterality',
  'acuity',
  'severity',
  'stage',
  'type',
  'site',
  'episode',
  'encounter-phase',
  'displacement',
  'open-closed',
  'cause',
  'control',
  'complication',
  'trimester',
  'recurrence',
  'link',
])

const promptContent = z.object({
  promptKind: z.enum([
    'laterality',
    'specificity',
    'encounter-phase',
    'linkage',
    'conflict',
    'undocumented',
    'clinical-validation',
    'uncertain',
    'present-on-admission',
    'history-or-current',
    'missing-support',
    'time-or-units',
  ]),
  concept: shortText,
  axes: z.array(axis),
  title: shortText,
  question: shortText,
  evidence: z.array(evidence),
  indicators: z.array(
    z.object({ indicatorId: shortText, label: shortText, value: shortText, time: z.exactOptional(shortText) }),
  ),
  options: z.array(
    z.object({ id: shortText, text: shortText, evidence: z.array(z.int().check(z.nonnegative())), line: shortText }),
  ),
  lint: z.object({
    version: shortText,
    passed: z.literal(true),
    rules: z.array(shortText),
    warnings: z.array(shortText),
  }),
})

const line = z.int().check(z.positive())

const draftFix = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('replace-diagnoses'),
    from: z.tuple([icd10Code], icd10Code),
    to: z.array(validatedDiagnosis),
  }),
  z.object({ kind: z.literal('add-diagnosis'), code: validatedDiagnosis, after: z.exactOptional(icd10Code) }),
  z.object({ kind: z.literal('move-diagnosis'), code: icd10Code, before: icd10Code }),
  z.object({
    kind: z.literal('set-on-admission'),
    code: icd10Code,
    present: z.exactOptional(presentOnAdmission),
  }),
  z.object({ kind: z.literal('replace-procedure'), line, code: validatedProcedure }),
  z.object({ kind: z.literal('add-line'), code: validatedProcedure, units: z.int() }),
  z.object({ kind: z.literal('remove-line'), line }),
  z.object({ kind: z.literal('set-units'), line, units: z.int() }),
  z.object({ kind: z.literal('set-modifiers'), line, modifiers: z.array(modifierCode) }),
  z.object({ kind: z.literal('set-pointers'), line, pointers: z.tuple([z.int()], z.int()) }),
  z.object({
    kind: z.literal('set-price'),
    line,
    price: z.object({ cents: z.int(), currency: shortText }),
  }),
  z.object({ kind: z.literal('set-place'), line, placeOfService: shortText }),
])

const base = {
  id: findingId,
  fingerprint,
  source: z.enum(['chart', 'rule', 'model']),
  provisional: z.boolean(),
}

const finding = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('code'),
    code: z.union([validatedDiagnosis, validatedProcedure]),
    direction: z.enum(['add', 'refine', 'remove']),
    confidence: z.number().check(z.minimum(0), z.maximum(1)),
    evidence: atLeastOneEvidence,
    rationale: shortText,
    replaces: z.array(shortText),
    states: z.exactOptional(z.object({ concept: shortText, axes: z.array(axis) })),
  }),
  z.object({ ...base, kind: z.literal('prompt'), prompt: promptContent }),
  z.object({
    ...base,
    kind: z.literal('check'),
    rule: shortText,
    severity: z.enum(['error', 'recode', 'warning', 'question', 'information']),
    message: shortText,
    advice: shortText,
    evidence: z.array(evidence),
    fix: z.exactOptional(draftFix),
    line: z.exactOptional(line),
    ruleSource: z.object({ title: shortText, edition: shortText, section: shortText }),
  }),
])

/** @returns the finding, or undefined when the text on the wire is not one. */
export function tryParseFinding(value: unknown): Finding | undefined {
  const parsed = finding.safeParse(value)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a parse function is the one place that brands a value
  return parsed.success ? (parsed.data as Finding) : undefined
}
