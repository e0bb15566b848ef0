// Every view is drawn once on the server: what a glance, a screen reader and a browser test would find.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { StoreApi } from 'zustand/vanilla'
import { PatientBanner } from '#app/features/chart/patient-banner.tsx'
import { StatusLine } from '#app/features/chart/status-line.tsx'
import { DraftPanel } from '#app/features/draft/draft-panel.tsx'
import { createDraftStore } from '#app/features/draft/draft-store.ts'
import { FindingsPanel } from '#app/features/findings/findings-panel.tsx'
import { createFindingsStore } from '#app/features/findings/findings-store.ts'
import { StoppedPage } from '#app/features/launch/stopped-page.tsx'
import { NoteView } from '#app/features/notes/note-view.tsx'
import { createNotesStore } from '#app/features/notes/notes-store.ts'
import type { Finding } from '#coding/domain/finding.ts'
import { aCheck, aCode, aNote, aPrompt, aReading, aRecord, evidenceOf } from './builders.ts'

const markupOf = renderToStaticMarkup

/** A server draws a store as it was at first (zustand's `getInitialState`); here it is drawn as it is now. */
function drawAsNow<State>(store: StoreApi<State>): void {
  Object.assign(store, { getInitialState: store.getState })
}

function drawFindings(...found: readonly Finding[]): string {
  return drawPanel({ codesFirst: false }, found)
}

function drawPanel({ codesFirst }: { readonly codesFirst: boolean }, found: readonly Finding[]): string {
  const findings = createFindingsStore({
    now: () => new Date('2026-11-21T14:00:00Z'),
    announce: () => {},
    send: async () => 'recorded',
  })
  findings.begin()
  for (const data of found) findings.apply({ event: 'finding', data })
  findings.apply({ event: 'done', data: { findings: found.length } })
  drawAsNow(findings.store)
  return markupOf(
    <FindingsPanel
      findings={findings}
      notes={[aNote()]}
      showInNote={() => {}}
      findCodeProblem={async () => undefined}
      sendQuery={async () => undefined}
      searchCodes={async () => ({ hits: [] })}
      codesFirst={codesFirst}
      afterCodes={codesFirst && <p>the draft</p>}
    />,
  )
}

test('a coder begins with codes and draft, a clinician with questions', () => {
  const orderOf = (markup: string) => markup.match(/(?<=<h2>)\w+|the draft/g)
  expect(orderOf(drawPanel({ codesFirst: true }, [aPrompt(), aCode()]))).toEqual(['Codes', 'the draft', 'Questions'])
  expect(orderOf(drawPanel({ codesFirst: false }, [aPrompt(), aCode()]))).toEqual(['Questions', 'Codes'])
})

describe('a question', () => {
  const markup = drawFindings(aPrompt())

  test('shows the words in their sentence, marked', () => {
    expect(markup).toContain('<mark>Knee OA</mark>, worse.')
  })

  test('offers its answers, other and unable to determine, none chosen', () => {
    for (const answer of ['Right knee', 'Left knee', 'Both knees', 'Other', 'Unable to determine']) {
      expect(markup).toContain(`>${answer}</button>`)
    }
    expect(markup).not.toMatch(/aria-checked="true"|aria-pressed="true"|checked=""/)
  })

  test('is a group named by its question', () => {
    const [, id] = /role="group" aria-labelledby="([^"]+)"/.exec(markup) ?? []
    expect(markup).toContain(`id="${id}" class="ask">Which knee does this refer to?`)
  })

  test('carries no code', () => {
    expect(markup).not.toMatch(/M17|99\d{3}/)
  })
})

test('a code shows its words in one line and names its buttons by the code', () => {
  const markup = drawFindings(aCode())
  expect(markup).toContain('aria-label="Accept I10"')
  expect(markup).toContain('<span class="quoted">HTN</span>')
  expect(markup).toContain('FY2027, embedded knowledge')
})

test('a code that the note does not support weighs the same', () => {
  const markup = drawFindings(aCode({ direction: 'remove' }))
  expect(markup).toContain('aria-label="Remove I10"')
  expect(markup).toContain('On the chart, but the note does not support it.')
})

test('an error among the checks cannot be dismissed', () => {
  expect(drawFindings(aCheck({ severity: 'error' }))).not.toContain('>Dismiss</button>')
  expect(drawFindings(aCheck({ severity: 'warning' }))).toContain('>Dismiss</button>')
})

test('with nothing to ask, the panel says so and is quiet', () => {
  expect(drawFindings()).toContain('Nothing to ask about this note.')
})

test('more than three questions wait behind a line', () => {
  const markup = drawFindings(...['a', 'b', 'c', 'd', 'e'].map((concept) => aPrompt({ concept })))
  expect(markup).toContain('2 more questions')
})

test('the note is shown letter for letter, with the sought words marked once', () => {
  const view = createNotesStore()
  view.showWords(evidenceOf('Knee OA'))
  drawAsNow(view.store)
  const quoted = [evidenceOf('HTN'), evidenceOf('Knee OA')]
  const markup = markupOf(<NoteView notes={[aNote()]} quoted={quoted} view={view} />)
  expect(markup.match(/<mark[^>]*>/g)).toHaveLength(1)
  const text = markup.replace(/^.*class="note-text"[^>]*>/s, '').replaceAll(/<[^>]+>/g, '')
  expect(text).toBe(aNote().text)
})

test('words that are gone from the note are said, not looked for elsewhere', () => {
  const view = createNotesStore()
  view.showWords(evidenceOf('Knee OA'))
  drawAsNow(view.store)
  const markup = markupOf(
    <NoteView notes={[aNote({ version: '2', text: 'Right knee osteoarthritis.' })]} quoted={[]} view={view} />,
  )
  expect(markup).toContain('The note has changed since.')
  expect(markup).not.toContain('<mark')
})

test('the banner keeps names in their own direction, and stands on paper alone when the EHR shows one', () => {
  const reading = aReading({ banner: { name: 'בן-עמי, ליאורה', sex: 'female' } })
  expect(markupOf(<PatientBanner reading={reading} />)).toContain('<bdi>בן-עמי, ליאורה</bdi>')
  const hidden = markupOf(<PatientBanner reading={{ ...reading, showBanner: false }} />)
  expect(hidden).toMatch(/^<div class="banner"><div class="print-only"><h1><bdi>[^<]*ליאורה/)
})

test('the status line says what was not read, and why, without titles', () => {
  const markup = markupOf(
    <StatusLine
      reading={aReading({ withheld: { byPolicy: 2, unreadable: 1 } })}
      check={{ kind: 'complete', at: new Date('2026-11-21T14:00:00Z') }}
      status={{
        phase: 'complete',
        model: { state: 'off', reason: 'no model key is configured' },
        codeSet: { state: 'embedded', release: 'FY2027' },
        checksOff: [],
      }}
      away={undefined}
      role="coder"
    />,
  )
  expect(markup).toContain('Rules only: no model key is configured · 2 notes not read: policy · 1 note not readable')
  expect(markup).toContain('Checked against FY2027, embedded knowledge.')
  expect(markup).toContain('Signed in as coder.')
})

test('the draft says why it cannot be filed yet', () => {
  const draft = createDraftStore({
    check: async () => ({ findings: [] }),
    file: async () => ({ kind: 'session-ended' }),
    findTarget: async () => ({ target: 'Claim', isPassingOver: false }),
    tryAllTargets: () => undefined,
    announce: () => {},
    describeProblem: () => '',
    isCoder: () => false,
    findClaimFacts: async () => undefined,
    mayPost: async () => false,
    mayCredit: async () => false,
    findChoice: () => undefined,
    decide: () => {},
  })
  draft.setReading(aReading())
  drawAsNow(draft.store)
  const markup = markupOf(
    <DraftPanel
      draft={draft}
      record={aRecord()}
      lookUp={async () => ({ ok: false, problem: { reason: '', replacedBy: [] } })}
      searchCodes={async () => ({ hits: [] })}
      askServer={async () => undefined}
      patient={aReading().banner}
      buildBundle={async () => '{}'}
      blockedBecause={undefined}
      findChoice={() => undefined}
      decide={() => {}}
      showInNote={() => {}}
    />,
  )
  draft.stop()
  expect(markup).toMatch(/aria-disabled="true"[^>]*>File draft</)
  expect(markup).toContain('Accept a diagnosis first.')
})

describe('a launch that stopped', () => {
  test.each([
    ['wrong-patient', false],
    ['foreign-issuer', false],
    ['storage-blocked', false],
    ['unreachable', true],
    ['proxy-unreachable', true],
  ] as const)('for %s offers to try again: %s', (code, canRetry) => {
    const markup = markupOf(<StoppedPage problem={{ code, message: 'What to do next.' }} onRetry={() => {}} />)
    expect(markup).toContain('What to do next.')
    expect(markup.includes('Try again')).toBe(canRetry)
  })
})

describe('"why this"', () => {
  test.each<[string, Finding, readonly RegExp[]]>([
    [
      'a question',
      aPrompt(),
      [/<dt>Rule<\/dt><dd>laterality: knee-osteoarthritis/, /version 1 of the note/, /prompt lint 1/],
    ],
    [
      'a code',
      aCode(),
      [/<dt>Code table<\/dt>.*ICD-10-CM.*FY2027/, /version 1 of the note/, /<dt>Found by<\/dt><dd>a rule; no model/],
    ],
    ['a model’s code', aCode({ source: 'model' }), [/<dd>a model, then checked by rules/]],
    [
      'a check',
      aCheck(),
      [/<dt>Rule<\/dt><dd>line-points-to-a-diagnosis/, /837 Professional guide, 005010X222A1, SV107/],
    ],
  ])('of %s names the rule, the source, the words and who found it', (_, finding, expected) => {
    const markup = drawFindings(finding)
    for (const words of [...expected, new RegExp(finding.fingerprint)]) expect(markup).toMatch(words)
  })
})

test('what was not read is listed by time, without a title', () => {
  const markup = markupOf(
    <StatusLine
      reading={aReading({
        withheld: { byPolicy: 1, unreadable: 1 },
        unread: [{ because: 'policy', time: '2026-11-20T09:30:00Z' }, { because: 'unreadable' }],
      })}
      check={{ kind: 'none' }}
      status={undefined}
      away={undefined}
      role={undefined}
    />,
  )
  expect(markup).toMatch(/20 Nov, \d\d:30, withheld by policy, not asked for/)
  expect(markup).toContain('<li>in a form that could not be read</li>')
})
