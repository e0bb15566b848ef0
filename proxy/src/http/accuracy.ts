/** The accuracy audit: `/v1/reports/accuracy` for auditors and administrators, `/v1/second-coding` for coders. */
import { drawRequest, secondCodingStep } from '#coding/contract/accuracy.ts'
import {
  type AuditParts,
  type AuditVisit,
  drawWeek,
  listCases,
  readAccuracy,
  takeSecondStep,
} from '../accuracy-audit.ts'
import { answerJson } from './answer.ts'
import type { Handler, ProxyContext } from './context.ts'
import { readJson } from './json-body.ts'
import { readRange } from './report-range.ts'

type Parts = AuditParts & { readonly now: () => number }

export function createAccuracyHandler(parts: Parts): Handler {
  return async function accuracyReport(context) {
    const settings = context.get('tenant').autoDraft
    return answerJson(
      context,
      await readAccuracy(parts, openVisit(parts, context), { ...readRange(context), settings }),
    )
  }
}

export function createDrawHandler(parts: Parts): Handler {
  return async function drawSample(context) {
    const { value } = await readJson(context, drawRequest)
    const policy = context.get('tenant').accuracyAudit
    const week = await drawWeek(parts, openVisit(parts, context), { week: value.week, policy })
    return answerJson(context, { week })
  }
}

export function createListCasesHandler(parts: Parts): Handler {
  return async function listSecondCodings(context) {
    return answerJson(context, { cases: await listCases(parts, openVisit(parts, context)) })
  }
}

export function createSecondStepHandler(parts: Parts): Handler {
  return async function secondCodingStepHandler(context) {
    const { value } = await readJson(context, secondCodingStep)
    const id = context.req.param('case') ?? ''
    const now = await takeSecondStep(parts, openVisit(parts, context), { id, step: value })
    return answerJson(context, now ? { case: now } : {})
  }
}

function openVisit({ now }: Parts, context: ProxyContext): AuditVisit {
  const { tenant, actor, role } = context.get('session')
  return { tenant, actor, role, requestId: context.get('requestId'), at: new Date(now()) }
}
