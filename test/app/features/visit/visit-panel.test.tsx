// The grid as a coder sees it: every cell with its words, both ways, both neighbours alike, and nothing to write more for.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { VisitPanel } from '#app/features/visit/visit-panel.tsx'
import { parseProcedureCode } from '#coding/domain/procedure-code.ts'
import type { GridElement, VisitCode, VisitGrid } from '#coding/domain/visit-grid.ts'
import { evidenceOf } from '../builders.ts'

const code = (text: string, label: string): VisitCode => ({
  code: parseProcedureCode(text),
  family: 'office-established',
  label,
})
const moderate = code('99214', 'Established patient visit, moderate complexity')
const low = code('99213', 'Established patient visit, low complexity')
const high = code('99215', 'Established patient visit, high complexity')

function anElement(name: GridElement['name'], over: Partial<GridElement> = {}): GridElement {
  return { name, level: 'moderate', because: `Why ${name}.`, cells: [], ...over }
}

const grid: VisitGrid = {
  families: ['office-established'],
  because: 'An office visit of an established patient.',
  patient: { status: 'established', because: 'Seen by the same group before.', evidence: [] },
  decision: {
    level: 'moderate',
    because: 'Two of three elements are moderate.',
    problems: anElement('problems', {
      cells: [
        {
          kind: 'chronic-worse',
          label: 'Chronic illness, worse',
          subject: 'knee osteoarthritis',
          level: 'moderate',
          counts: true,
          evidence: [evidenceOf('Knee OA, worse')],
        },
        {
          kind: 'chronic-stable',
          label: 'Chronic illness, stable',
          subject: 'hypertension',
          level: 'low',
          counts: false,
          reason: 'only listed.',
          evidence: [evidenceOf('HTN')],
        },
      ],
    }),
    data: anElement('data', { level: 'straightforward' }),
    risk: anElement('risk'),
    codes: [moderate],
  },
  time: {
    kind: 'stated',
    minutes: 20,
    because: 'The note states 20 minutes in total.',
    evidence: [evidenceOf('58 y/o')],
    notCounted: [],
    codes: [low],
  },
  supported: [
    { ...moderate, by: 'decision' },
    { ...low, by: 'time' },
  ],
  adjacent: {
    lower: {
      level: 'low',
      codes: [low],
      elements: [{ name: 'problems', restsOn: 'One stable chronic illness.', isMet: true, evidence: [] }],
      minutes: [{ code: low.code, from: 20 }],
    },
    higher: {
      level: 'high',
      codes: [high],
      elements: [{ name: 'risk', restsOn: 'A decision about hospital care.', isMet: false, evidence: [] }],
      minutes: [{ code: high.code, from: 40 }],
    },
  },
  prolonged: [],
}

function draw(over: Partial<VisitGrid> = {}, chosen?: VisitCode): string {
  return renderToStaticMarkup(
    <VisitPanel grid={{ ...grid, ...over }} chosen={chosen?.code} onChoose={() => {}} showInNote={() => {}} />,
  )
}

describe('the visit level', () => {
  const markup = draw()

  test('shows what each way supports, side by side', () => {
    expect(markup).toMatch(/99214<\/span>.*by decision making.*99213<\/span>.*by time/s)
    expect(markup).toContain('aria-label="Use 99214"')
    expect(markup).toContain('aria-label="Use 99213"')
  })

  test('gives the words of each cell as the way into the note', () => {
    for (const words of ['Knee OA, worse', 'HTN', '58 y/o']) expect(markup).toContain(`class="quoted">${words}</span>`)
  })

  test('says what was seen and does not count, and why', () => {
    expect(markup).toContain('hypertension<span class="soft"> Seen, not counted: only listed.</span>')
  })

  test('draws where each element stands, for eyes and for ears', () => {
    const row = (name: string) => new RegExp(`<th scope="row">${name}</th>(.*?)</tr>`).exec(markup)?.[1] ?? ''
    const placeOf = (name: string) =>
      row(name)
        .split('<td>')
        .slice(1)
        .findIndex((cell) => cell.includes('reached'))
    expect(['Problems', 'Data', 'Risk', 'Two of three'].map(placeOf)).toEqual([2, 0, 2, 2])
  })

  test('describes the level below and the level above alike, and asks for nothing', () => {
    expect(markup).toContain('The level below: low (99213)')
    expect(markup).toContain('The level above: high (99215)')
    expect(markup).toMatch(/In the note/)
    expect(markup).toMatch(/Not in the note/)
    expect(markup).not.toMatch(/should|add |document more|missing|upgrade|higher level needs/i)
  })

  test('says which visit stands on the draft', () => {
    const chosen = draw({}, moderate)
    expect(chosen).toContain('On the draft')
    expect(chosen).not.toContain('aria-label="Use 99214"')
  })

  test('says when nothing is supported', () => {
    expect(draw({ supported: [] })).toContain('support no level by themselves')
  })
})
