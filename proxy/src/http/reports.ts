/** `GET /v1/reports/day-end`, `shadow` and `use`, of the site; who asked for which days is on record. */
import {
  type DayEndAnswer,
  dayEnd,
  type ReportKind,
  type ShadowAnswer,
  shadowDay,
} from '#coding/contract/site-report.ts'
import type { UseReportAnswer } from '#coding/contract/use-report.ts'
import type { DateOnly } from '#coding/domain/date-only.ts'
import { parseEncounterId } from '#coding/domain/ids.ts'
import { tellUse } from '#coding/reports/tell-use.ts'
import type { AnalysisParts } from '../analysis.ts'
import { type AuditEntry, appendAudit } from '../audit/audit-log.ts'
import { readUse } from '../reports/read-use.ts'
import { inTenant } from '../store/in-tenant.ts'
import { listReadBlind } from '../store/second-codings.ts'
import { type KeptReport, listReports } from '../store/site-reports.ts'
import { answerJson } from './answer.ts'
import type { Handler, ProxyContext } from './context.ts'
import { readRange } from './report-range.ts'

export function createDayEndHandler(parts: AnalysisParts): Handler {
  return async function dayEndReport(context) {
    const days = await read(parts, context, 'day-end')
    const isOpen = await createBlindFilter(parts, context)
    const answer: DayEndAnswer = {
      days: days.map((one) => {
        const report = dayEnd.parse(one.report)
        return { ...stamp(one), report: { ...report, gaps: report.gaps.filter(({ reference }) => isOpen(reference)) } }
      }),
    }
    return answerJson(context, answer)
  }
}

/** Its lines name codes that were found in notes: nothing for whoever is to code the visit without them. */
async function createBlindFilter(
  { db, references }: AnalysisParts,
  context: ProxyContext,
): Promise<(reference: string) => boolean> {
  const { tenant, actor } = context.get('session')
  const blind = await inTenant(db, tenant, (transaction) => listReadBlind(transaction, tenant, actor))
  return (reference) => {
    const id = /^Encounter\/(.+)$/.exec(reference)?.[1]
    return id === undefined || blind.size === 0 || !blind.has(references.ofEncounter(tenant, parseEncounterId(id)))
  }
}

export function createShadowReportHandler(parts: AnalysisParts): Handler {
  return async function shadowReport(context) {
    const days = await read(parts, context, 'shadow')
    const answer: ShadowAnswer = { days: days.map((one) => ({ ...stamp(one), report: shadowDay.parse(one.report) })) }
    return answerJson(context, answer)
  }
}

export function createUseReportHandler(parts: AnalysisParts): Handler {
  return async function useReport(context) {
    const { tenant } = context.get('session')
    const range = readRange(context)
    const events = await inTenant(parts.db, tenant, async (transaction) => {
      const found = await readUse(transaction, { tenant, ...range })
      await appendAudit(transaction, tenant, [
        describeReading(parts, context, { report: 'use', ...range, rows: found.length }),
      ])
      return found
    })
    return answerJson(context, tellUse(events) satisfies UseReportAnswer)
  }
}

function stamp({ day, at }: KeptReport): { readonly day: DateOnly; readonly at: string } {
  return { day, at: at.toISOString() }
}

function read(parts: AnalysisParts, context: ProxyContext, kind: ReportKind): Promise<readonly KeptReport[]> {
  const { tenant } = context.get('session')
  const range = readRange(context)
  return inTenant(parts.db, tenant, async (transaction) => {
    const days = await listReports(transaction, { tenant, kind, ...range }, parts.cipher)
    await appendAudit(transaction, tenant, [
      describeReading(parts, context, { report: kind, ...range, rows: days.length }),
    ])
    return days
  })
}

type ReportReading = Pick<Extract<AuditEntry, { readonly action: 'report.read' }>, 'report' | 'from' | 'to' | 'rows'>

/** Not about the encounter that somebody happened to open Postil from. */
function describeReading(parts: AnalysisParts, context: ProxyContext, reading: ReportReading): AuditEntry {
  const { actor, role } = context.get('session')
  const at = new Date(parts.now()).toISOString()
  return { at, requestId: context.get('requestId'), actor, role, action: 'report.read', ...reading }
}
