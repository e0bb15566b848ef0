/** From an analysed encounter to what an audit of it will need: codes and counts, no words of a note. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { findAgeBand } from '#coding/accuracy/audited-visit.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { knowledgeData } from '#coding/knowledge/knowledge.generated.ts'
import { findServiceLine } from '#coding/queue/find-service-line.ts'
import type { SuggestedCoding } from './store/suggested-codings.ts'

export function describeSuggested(
  record: EncounterRecord,
  findings: readonly Finding[],
  codeSet: string,
): SuggestedCoding {
  const { patientId, encounterId, dateOfService, age, sex, language = 'unknown', payer } = record
  const codes = findings.filter((finding) => finding.kind === 'code').filter(({ direction }) => direction !== 'remove')
  return {
    patientId,
    encounterId,
    serviceDate: dateOfService,
    serviceLine: findServiceLine(record),
    engine: `${describeEngine()}${TABLES}${codeSet}`,
    groups: { age: findAgeBand(age), sex, language, payer },
    codes: codes.map(({ code, confidence }) => ({ code: code.code, confidence })),
  }
}

/** After it, which code tables answered: those of the date of service. */
const TABLES = ', '

/** Whether suggestions come from the software and knowledge of now, on whatever code tables. */
export function isOfThisEngine(engine: string): boolean {
  return engine.startsWith(`${describeEngine()}${TABLES}`)
}

let described: string | undefined

/** Version of the software and digest of its knowledge: two that differ in either may suggest differently. */
function describeEngine(): string {
  described ??= `${readVersion()} ${createHash('sha256').update(JSON.stringify(knowledgeData)).digest('hex').slice(0, 8)}`
  return described
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest
  return isNamed ? String(manifest.version) : 'unknown'
}
