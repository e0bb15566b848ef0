/**
 * `npm run evaluate -- codes|assertion|prompts --in FILE.jsonl --out PRED.jsonl`: runs the real engine over a file of
 * notes, so that a site can measure it on its own coded notes. One row a line: {"id","note"}; for assertion the concept
 * stands in capitals in the sentence.
 *
 * --date YYYY-MM-DD   date of service (default: the first day of the newest loaded release, else of the embedded one)
 * --data-dir DIR      where the official releases are (default: POSTIL_DATA_DIR, else .postil); without one the embedded
 *                     knowledge answers alone
 * --setting NAME      professional (default), outpatient_facility, inpatient_facility
 * --scope NAME        claim (default): what belongs on the claim · mentions: every codable mention
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type AnalysisInput, analyseEncounter } from '../coding/src/analyse-encounter.ts'
import { createEmbeddedCodeSet } from '../coding/src/code-sets/embedded-code-set.ts'
import { findRows } from '../coding/src/diagnoses/decision-table.ts'
import { parseDateOnly } from '../coding/src/domain/date-only.ts'
import type { EncounterRecord, Setting } from '../coding/src/domain/encounter-record.ts'
import type { PromptFinding } from '../coding/src/domain/finding.ts'
import { parseEncounterId, parseNoteId, parsePatientId, parseTenantKey } from '../coding/src/domain/ids.ts'
import { loadKnowledge } from '../coding/src/knowledge/knowledge.ts'
import { getReleaseTerms } from '../coding/src/knowledge/release-terms.ts'
import { findCues, judgeSpan } from '../coding/src/notes/assertion.ts'
import { readWords } from '../coding/src/notes/note-words.ts'
import { readNote } from '../coding/src/notes/read-note.ts'
import { endsSentence } from '../coding/src/notes/sentences.ts'
import { tokenize } from '../coding/src/notes/tokens.ts'
import { loadCodeSets } from '../proxy/src/code-sets/load-code-sets.ts'

type Row = { readonly id: string; readonly note: string; readonly concept?: string }

const SETTINGS: readonly Setting[] = ['professional', 'outpatient_facility', 'inpatient_facility']

const knowledge = loadKnowledge()

function buildRecord(note: string, options: { readonly date: string; readonly setting: Setting }): EncounterRecord {
  return {
    tenant: parseTenantKey('evaluation'),
    patientId: parsePatientId('patient'),
    encounterId: parseEncounterId('encounter'),
    setting: options.setting,
    encounterClass: options.setting === 'inpatient_facility' ? 'inpatient' : 'ambulatory',
    status: 'finished',
    period: {},
    dateOfService: parseDateOnly(options.date),
    sex: 'unknown',
    notes: [
      {
        id: parseNoteId('note'),
        version: '1',
        status: 'signed',
        authorRole: 'provider',
        encounterCertain: true,
        text: note,
        sha256: '0'.repeat(64),
      },
    ],
    conditions: [],
    procedures: [],
    indicators: [],
    payer: 'unknown',
    performer: { role: 'provider' },
  }
}

type Options = { readonly date: string; readonly setting: Setting; readonly scope: string }

/** Every mention that is present and the patient's, wherever it stands: how text-mining sets are annotated. */
function predictMentions(note: string, options: Options): string[] {
  const [clinicalNote] = buildRecord(note, options).notes
  if (clinicalNote === undefined) return []
  const date = parseDateOnly(options.date)
  const release = codeSet.findRelease?.(date)
  const releaseTerms = release && getReleaseTerms(release, knowledge)
  const codes = readNote(clinicalNote, knowledge, releaseTerms).mentions.flatMap(({ concept, assertion, values }) => {
    const isCodable = assertion.existence !== 'absent' && assertion.experiencer === 'patient'
    if (!isCodable || assertion.temporality === 'hypothetical') return []
    const rows = concept.rows.filter(({ code }) => codeSet.lookUp(code, date).kind === 'valid_billable')
    return findRows({ concept, rows }, new Set(values.map(({ value }) => value))).map(({ code }) => code)
  })
  return [...new Set(codes)]
}

function predictCodes({ id, note }: Row, options: Options): object {
  if (options.scope === 'mentions') return { id, codes: predictMentions(note, options) }
  const { findings } = analyseEncounter({ record: buildRecord(note, options), knowledge, codeSet })
  return { id, codes: findings.flatMap((finding) => (finding.kind === 'code' ? [finding.code.code] : [])) }
}

/** One card asks for all open axes of a condition; the scorer counts the side and the rest one by one. */
function listQueryTypes({ axes, promptKind }: PromptFinding['prompt']): string[] {
  const side = axes.includes('laterality') ? ['laterality'] : []
  const rest = axes.some((axis) => axis !== 'laterality' && axis !== 'encounter-phase') ? ['specificity'] : []
  const isPlain = promptKind === 'laterality' || promptKind === 'specificity' || promptKind === 'encounter-phase'
  const types = isPlain ? [...side, ...rest] : []
  return types.length === 0 ? [promptKind] : types
}

function predictPrompts({ id, note }: Row, options: Options): object {
  const { findings } = analyseEncounter({ record: buildRecord(note, options), knowledge, codeSet })
  const queries = findings.flatMap((finding) => {
    if (finding.kind !== 'prompt') return []
    const { concept, question } = finding.prompt
    const code = knowledge.concepts.get(concept)?.rows[0]?.code ?? (/^[A-Z]\d/.test(concept) ? concept : undefined)
    return listQueryTypes(finding.prompt).map((type) => ({ type, code, topic: concept, text: question }))
  })
  return { id, queries }
}

/** The tokens of the concept: its words, written in capitals. */
function findConcept(tokens: readonly { readonly text: string }[], concept: string): { from: number; to: number } {
  const words = tokenize(concept.toUpperCase()).map(({ text }) => text)
  const from = tokens.findIndex((_, at) => words.every((word, index) => tokens[at + index]?.text === word))
  return from === -1 ? { from: 0, to: tokens.length } : { from, to: from + words.length }
}

function predictAssertion({ id, note, concept }: Row): object {
  const { tokens, lowers, numbers } = readWords(note, knowledge.vocabulary)
  const words = { lowers, numbers, cues: knowledge.cues }
  const span = findConcept(tokens, concept ?? '')
  let from = span.from
  while (from > 0 && !endsSentence({ text: note, tokens }, from - 1)) from -= 1
  let to = span.to
  while (to < tokens.length && !endsSentence({ text: note, tokens }, to - 1)) to += 1
  const sentence = { from, to }
  const judged = judgeSpan(words, { ...sentence, hits: findCues(words, sentence) }, span)
  return {
    id,
    negation: judged.existence === 'absent' ? 'negated' : 'affirmed',
    temporality: judged.temporality === 'current' ? 'recent' : judged.temporality,
    experiencer: judged.experiencer,
  }
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    in: { type: 'string' },
    out: { type: 'string' },
    date: { type: 'string' },
    setting: { type: 'string' },
    scope: { type: 'string' },
    'data-dir': { type: 'string' },
  },
})
const { releases, diagnoses } = await loadCodeSets(values['data-dir'] ?? process.env['POSTIL_DATA_DIR'] ?? '.postil')
const codeSet: AnalysisInput['codeSet'] = releases.length > 0 ? diagnoses : createEmbeddedCodeSet(knowledge)

const newest = releases.at(-1)?.effectiveFrom ?? knowledge.releases.at(-1)?.from
const setting = SETTINGS.find((one) => one === (values.setting ?? 'professional'))
if (values.in === undefined || values.out === undefined) fail('Name a file with --in and one with --out.')
if (setting === undefined) fail(`--setting is one of ${SETTINGS.join(', ')}.`)
const scope = values.scope ?? 'claim'
if (scope !== 'claim' && scope !== 'mentions') fail('--scope is claim or mentions.')
const options: Options = { date: values.date ?? newest ?? '', setting, scope }

const predictors: Readonly<Record<string, (row: Row) => object>> = {
  codes: (row) => predictCodes(row, options),
  prompts: (row) => predictPrompts(row, options),
  assertion: predictAssertion,
}
const predict = predictors[positionals[0] ?? ''] ?? fail('Say what to evaluate: codes, assertion or prompts.')

const rows = readFileSync(values.in, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
const predictions = rows.map((line) => JSON.stringify(predict(JSON.parse(line) as Row)))
writeFileSync(values.out, `${predictions.join('\n')}\n`)
console.log(`${predictions.length} predictions written.`)
