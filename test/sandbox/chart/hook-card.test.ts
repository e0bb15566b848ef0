import { describe, expect, test } from 'vitest'
import { readDetail, readHookCard } from '../../../sandbox/src/chart/hook-card.ts'

const card = {
  uuid: 'c1',
  summary: 'Knee – clarification',
  indicator: 'warning',
  detail: '> osteoarthritis \\*of the\\* knee\n\nWhich knee?\n\n- Left\n- Right\n',
  source: { label: 'Postil', url: 'https://postil.example' },
  overrideReasons: [{ system: 's', code: 'other', display: 'Another reason' }],
  suggestions: [
    {
      uuid: 's1',
      label: 'Add',
      actions: [{ type: 'create', resource: { resourceType: 'Condition' } }, { type: 'delete' }, null],
    },
  ],
  links: [
    { type: 'absolute', url: 'https://evil.example', label: 'Elsewhere' },
    { type: 'smart', label: 'Answer', appContext: '{"prompt":"f"}' },
  ],
}

describe('a card of a CDS service', () => {
  test('is read as the chart shows it', () => {
    expect(readHookCard('service', card)).toEqual({
      service: 'service',
      uuid: 'c1',
      summary: 'Knee – clarification',
      indicator: 'warning',
      blocks: [
        { kind: 'quote', text: 'osteoarthritis *of the* knee' },
        { kind: 'text', text: 'Which knee?' },
        { kind: 'list', items: ['Left', 'Right'] },
      ],
      source: 'Postil',
      reasons: [{ system: 's', code: 'other', display: 'Another reason' }],
      suggestions: [{ uuid: 's1', label: 'Add', creates: [{ resourceType: 'Condition' }] }],
      link: { label: 'Answer', appContext: '{"prompt":"f"}' },
    })
  })

  test('with less is read as far as it goes', () => {
    expect(readHookCard('service', { uuid: 'c1', summary: 'x', indicator: 'loud', links: 7 })).toEqual({
      service: 'service',
      uuid: 'c1',
      summary: 'x',
      indicator: 'info',
      blocks: [],
      source: '',
      reasons: [],
      suggestions: [],
    })
  })

  test.each([undefined, null, 'card', {}, { uuid: 1, summary: 'x' }])('that is none is left out: %j', (value) => {
    expect(readHookCard('service', value)).toBeUndefined()
  })

  test('shows markup as words', () => {
    expect(readDetail('\\<b\\>bold\\</b\\> \\[a\\]\\(b\\)')).toEqual([{ kind: 'text', text: '<b>bold</b> [a](b)' }])
  })
})
