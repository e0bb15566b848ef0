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
import { addDays, findWeek } from '#coding/reports/find-week.ts'
import { tellShadow } from '#coding/reports/tell-shadow.ts'
import { tellUse } from '#coding/reports/tell-use.ts'
import { createUseTally } from '#coding/reports/use-tally.ts'
import type { AnalysisParts } from '../analysis.ts'
import { type AuditEntry, appendAudit } from '../audit/audit-log.ts'
import { readUse } from '../reports/read-use.ts'
import { inTenant } from '../store/in-tenant.ts'
import { listReadBlind } from '../store/second-codings.ts'
import { type KeptReport, listReports, type ReportRange } from '../store/site-reports.ts'
import { answerJson } from './answer.ts'
import type { Handler, ProxyContext } from './context.ts'
import { readRange } from './report-range.ts'

export function createDayEndHandler(parts: AnalysisParts): Handler {
  return async function dayEndReport(context) {
    const days = await read(parts, context, { kind: 'day-end', range: readRange(context) })
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
    const asked = readRange(context)
    const range = findWholeWeeks(asked, new Date(parts.now()))
    const days = await read(parts, context, { kind: 'shadow', range: range ?? asked })
    const told = tellShadow(range ? days.map(({ report }) => shadowDay.parse(report)) : [])
    const answer: ShadowAnswer = { ...(range && { range }), ...told }
    return answerJson(context, answer)
  }
}

export function createUseReportHandler(parts: AnalysisParts): Handler {
  return async function useReport(context) {
    const { tenant } = context.get('session')
    const asked = readRange(context)
    const range = findWholeWeeks(asked, new Date(parts.now()))
    const tally = createUseTally(range ?? asked)
    let rows = 0
    if (range) {
      for await (const events of readUse({ ...parts, tenant }, range)) {
        rows += events.length
        for (const event of events) tally.take(event)
      }
    }
    await inTenant(parts.db, tenant, (transaction) =>
      appendAudit(transaction, tenant, [describeReading(parts, context, { report: 'use', ...(range ?? asked), rows })]),
    )
    const answer: UseReportAnswer = { ...(range && { range }), ...tellUse(tally.finish()) }
    return answerJson(context, answer)
  }
}

/** The weeks that days fall into, as far as they are over: what is told of two ranges never differs by a day or two. */
function findWholeWeeks({ from, to }: ReportRange, now: Date): ReportRange | undefined {
  const monday = findWeek(from)
  const running = findWeek(now.toISOString())
  const sunday = addDays(findWeek(to), 6)
  const last = sunday < running ? sunday : addDays(running, -1)
  return monday < last ? { from: monday, to: last } : undefined
}

function stamp({ day, at }: KeptReport): { readonly day: DateOnly; readonly at: string } {
  return { day, at: at.toISOString() }
}

async function read(
  parts: AnalysisParts,
  context: ProxyContext,
  { kind, range }: { readonly kind: ReportKind; readonly range: ReportRange },
): Promise<readonly KeptReport[]> {
  const { tenant } = context.get('session')
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
