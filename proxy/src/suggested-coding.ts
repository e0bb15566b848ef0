/** From an analysed encounter to what an audit of it will need: codes and counts, no words of a note. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { findAgeBand } from '#coding/accuracy/audited-visit.ts'
import type { EncounterRecord } from '#coding/domain/encounter-record.ts'
import { knowledgeData } from '#coding/knowledge/knowledge.generated.ts'
import { findServiceLine } from '#coding/queue/find-service-line.ts'
import type { Found } from './found-so-far.ts'
import type { ModelIdentity } from './llm/language-model.ts'
import type { SuggestedCoding } from './store/suggested-codings.ts'

export function describeSuggested(record: EncounterRecord, { findings, ...made }: Found): SuggestedCoding {
  const { patientId, encounterId, dateOfService, age, sex, language = 'unknown', payer } = record
  const codes = findings.filter((finding) => finding.kind === 'code').filter(({ direction }) => direction !== 'remove')
  return {
    patientId,
    encounterId,
    serviceDate: dateOfService,
    serviceLine: findServiceLine(record),
    engine: describeMaker(made),
    groups: { age: findAgeBand(age), sex, language, payer },
    codes: codes.map(({ code, confidence }) => ({ code: code.code, confidence })),
  }
}

const BASIS = ', '

/** Everything in which two suggestions may differ beside the notes: a calibration is of one of these alone. */
export function describeMaker(made: Omit<Found, 'findings'>): string {
  return `${describeEngine()}${BASIS}${describeBasis(made)}`
}

/** Which code tables answered (those of the date of service), and which model read as well. */
function describeBasis({ codeSet, model }: Omit<Found, 'findings'>): string {
  return [codeSet, ...(model === undefined ? [] : [model])].join(BASIS)
}

/** @returns on which tables and with which model; undefined for suggestions of other software or knowledge than now. */
export function findBasis(maker: string): string | undefined {
  const own = `${describeEngine()}${BASIS}`
  return maker.startsWith(own) ? maker.slice(own.length) : undefined
}

export function describeModel(identity: ModelIdentity | undefined): string | undefined {
  return identity && `${identity.model} with prompt ${identity.promptVersion}`
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
