import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, loadEngine } from '../../../scripts/evaluate/engine.ts'
import { EvaluationError } from '../../../scripts/evaluate/errors.ts'
import { parseEvaluationOptions } from '../../../scripts/evaluate/options.ts'
import { parseRows } from '../../../scripts/evaluate/read-rows.ts'
import { runEvaluation } from '../../../scripts/evaluate/run-evaluation.ts'

const NOTES = [
  { id: 'oa', note: 'Assessment: 1. Right knee osteoarthritis. 2. Hypertension.', gold: ['M17.11', 'I10'] },
  { id: 'cough', note: 'Assessment: Left knee osteoarthritis. Asthma.', gold: ['M17.9', 'E11.9'] },
]
  .map(({ id, note, gold }) => JSON.stringify({ id, note, gold: gold.map((code) => ({ code })) }))
  .join('\n')

let folder: string
let engine: Engine

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'evaluate-'))
  engine = await loadEngine(parseEvaluationOptions(['codes', '--in', 'x', '--out', 'y']), path.join(folder, 'none'))
})

afterAll(() => rmSync(folder, { recursive: true }))

function run(rows: string, ...args: readonly string[]): { readonly printed: string; readonly notified: string } {
  const [printed, notified]: [string[], string[]] = [[], []]
  let time = 0
  const output = {
    print: (text: string): void => void printed.push(text),
    notify: (text: string): void => void notified.push(text),
    now: (): number => (time += 3000),
  }
  const options = parseEvaluationOptions([...args, '--in', 'notes.jsonl'])
  runEvaluation(engine, parseRows(rows, 'notes.jsonl'), { options, output })
  return { printed: printed.join('\n'), notified: notified.join('') }
}

const inFolder = (name: string): string => path.join(folder, name)

test('writes a prediction a row and says how far it is', () => {
  const { notified } = run(NOTES, 'codes', '--out', inFolder('pred.jsonl'))
  const lines = readFileSync(inFolder('pred.jsonl'), 'utf8').trim().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    { id: 'oa', codes: ['M17.11', 'I10'] },
    { id: 'cough', codes: ['M17.12', 'J45.909'] },
  ])
  expect(notified).toBe('1 of 2 notes, 50 %\n2 predictions written.\n')
})

test('reports first-listed share, calibration and each error with its class', () => {
  const { printed } = run(NOTES, 'codes', '--report-json', inFolder('r.json'), '--plot', inFolder('p.svg'))
  expect(printed).toContain('first-listed right in 1 of 2 (50 %)')
  expect(JSON.parse(readFileSync(inFolder('r.json'), 'utf8'))).toMatchObject({
    notes: 2,
    predicted: 4,
    firstListed: { right: 1, notes: 2, flagged: 0 },
    errors: [
      { id: 'cough', kind: 'missed', code: 'M179', class: 'axis' },
      { id: 'cough', kind: 'missed', code: 'E119', class: 'missed-term' },
      { id: 'cough', kind: 'extra', code: 'M1712', class: 'axis' },
      { id: 'cough', kind: 'extra', code: 'J45909', class: 'undecided' },
    ],
  })
  expect(readFileSync(inFolder('p.svg'), 'utf8')).toContain('<circle')
})

test('an optional code is neither right nor wrong, a family is met by a longer code', () => {
  const gold = [{ code: 'M17.11', optional: true }, { code: 'I10' }, { code: 'J45', accept_children: true }]
  const row = { id: 'a', note: 'Assessment: Hypertension. Right knee osteoarthritis. Asthma.', gold }
  run(JSON.stringify(row), 'codes', '--report-json', inFolder('o.json'))
  const report = JSON.parse(readFileSync(inFolder('o.json'), 'utf8'))
  expect(report.errors).toEqual([])
  expect(report.calibration.bins.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(2)
})

test('mentions have neither an order nor a confidence', () => {
  const { printed } = run(NOTES, 'codes', '--scope', 'mentions', '--report')
  expect(printed).not.toContain('first-listed')
  expect(printed).toContain('no confidence is stated')
  expect(() => run(NOTES, 'codes', '--scope', 'mentions', '--plot', inFolder('m.svg'))).toThrow(EvaluationError)
})

test('a row without gold stops a report before the run', () => {
  expect(() => run('{"id":"a","note":"x"}', 'codes', '--report')).toThrow('Row a has no "gold"')
})

test('negation is told for the concept in capitals', () => {
  const row = '{"id":1,"concept":"pneumonia","note":"There is no evidence of PNEUMONIA today."}'
  run(row, 'assertion', '--out', inFolder('neg.jsonl'))
  expect(JSON.parse(readFileSync(inFolder('neg.jsonl'), 'utf8'))).toEqual({
    id: '1',
    negation: 'negated',
    temporality: 'recent',
    experiencer: 'patient',
  })
})
