/** Wire shape of the visit grid, which `POST /v1/drafts/check` answers with for a coder. */
import * as z from 'zod/mini'
import { VISIT_FAMILIES, type VisitGrid } from '../domain/visit-grid.ts'
import { evidence } from './finding.ts'
import { procedureCode, shortText } from './scalars.ts'

const level = z.enum(['straightforward', 'low', 'moderate', 'high'])
const elementName = z.enum(['problems', 'data', 'risk'])
const family = z.enum(VISIT_FAMILIES)
const minutes = z.int().check(z.nonnegative())
const visitCode = { code: procedureCode, family, label: shortText }

const element = z.object({
  name: elementName,
  level,
  because: shortText,
  cells: z.array(
    z.object({
      kind: shortText,
      label: shortText,
      subject: shortText,
      level,
      counts: z.boolean(),
      reason: z.exactOptional(shortText),
      rule: z.exactOptional(shortText),
      evidence: z.tuple([evidence], evidence),
    }),
  ),
})

const adjacentElement = z.object({
  name: elementName,
  restsOn: shortText,
  isMet: z.boolean(),
  evidence: z.array(evidence),
})

const adjacent = z.object({
  level,
  codes: z.array(z.object(visitCode)),
  elements: z.tuple([adjacentElement], adjacentElement),
  minutes: z.array(z.object({ code: procedureCode, from: minutes })),
})

const visitGrid = z.object({
  families: z.tuple([family], family),
  because: shortText,
  patient: z.object({
    status: z.enum(['new', 'established', 'unknown']),
    because: shortText,
    evidence: z.array(evidence),
  }),
  decision: z.object({
    level,
    because: shortText,
    problems: element,
    data: element,
    risk: element,
    codes: z.array(z.object(visitCode)),
  }),
  time: z.object({
    kind: z.enum(['stated', 'not-stated', 'conflicting', 'no-minutes']),
    minutes: z.exactOptional(minutes),
    because: shortText,
    evidence: z.array(evidence),
    notCounted: z.array(z.object({ minutes, because: shortText, evidence })),
    codes: z.array(z.object(visitCode)),
  }),
  supported: z.array(z.object({ ...visitCode, by: z.enum(['decision', 'time', 'both']) })),
  adjacent: z.object({ lower: z.exactOptional(adjacent), higher: z.exactOptional(adjacent) }),
  prolonged: z.array(z.object({ code: procedureCode, units: z.int(), because: shortText })),
})

/** @returns the grid, or undefined when the text on the wire is none. */
export function tryParseVisitGrid(value: unknown): VisitGrid | undefined {
  const parsed = visitGrid.safeParse(value)
  return parsed.success ? parsed.data : undefined
}
