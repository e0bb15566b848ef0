import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type PreparedCode, PreparedDraft } from '#app/features/work/prepared-draft.tsx'
import { parseFingerprint } from '#coding/domain/ids.ts'
import { evidenceOf } from '../builders.ts'

const aCode = (code: string): PreparedCode => ({
  fingerprint: parseFingerprint(code),
  code,
  title: `Title of ${code}`,
  evidence: [evidenceOf('HTN')],
})

const draw = (changes: Partial<Parameters<typeof PreparedDraft>[0]>) =>
  renderToStaticMarkup(
    <PreparedDraft
      mark="review"
      laidOut={2}
      standing={2}
      codes={[aCode('I10'), aCode('E11.9')]}
      showInNote={() => {}}
      onAccept={() => {}}
      {...changes}
    />,
  )

test('is marked as software’s; each code has its words and a button of its own, and several have none', () => {
  const markup = draw({})
  expect(markup).toContain('Prepared by software, for your review.')
  expect(markup).not.toContain('changed since')
  const buttons = [...markup.matchAll(/<button[^>]*>(.*?)<\/button>/g)].map(([, words = '']) =>
    words.replaceAll(/<[^>]+>/g, '').replaceAll('<!-- -->', ''),
  )
  expect(buttons).toEqual(['Show in note: HTN', 'Accept I10', 'Show in note: HTN', 'Accept E11.9'])
})

test('says what no longer stands, and what is decided', () => {
  expect(draw({ standing: 1, codes: [aCode('I10')] })).toContain('1 of 2 codes still stands')
  expect(draw({ codes: [] })).not.toContain('<button')
  const none = draw({ standing: 0, codes: [] })
  expect(none).toContain('Code this visit from its notes')
  expect(none).not.toContain('is decided')
})

test('lays out nothing where the visit was drawn for full review', () => {
  const markup = draw({ mark: 'full-review', codes: [] })
  expect(markup).toContain('drawn for full review')
  expect(markup).not.toContain('<button')
})

test('shows no code of what the accuracy audit does not support any more, and says so', () => {
  const markup = draw({ mark: 'withdrawn', codes: [aCode('I10')] })
  expect(markup).toContain('does not support such drafts')
  expect(markup).not.toMatch(/<button|I10/)
})
