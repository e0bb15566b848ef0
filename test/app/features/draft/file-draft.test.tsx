import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { DraftState, DraftStore } from '#app/features/draft/draft-store.ts'
import { FileDraft } from '#app/features/draft/file-draft.tsx'
import { aDraftClaim } from '../../../fixtures/fhir/draft-claim.ts'
import { aCheck } from '../builders.ts'

const error = aCheck({ severity: 'error' })
const clear: Pick<DraftState, 'checks' | 'checksOff' | 'isChecking'> = {
  checks: [],
  checksOff: undefined,
  isChecking: false,
}
const never = (): never => {
  throw new TypeError('Nothing is pressed here.')
}
const draft = new Proxy({}, { get: () => never }) as unknown as DraftStore

function show(over: Partial<typeof clear>, isCoder: boolean, isPassingOver = false): string {
  return renderToStaticMarkup(
    <FileDraft
      claim={aDraftClaim()}
      state={{
        ...clear,
        filing: { kind: 'idle' },
        target: { target: 'Claim', isPassingOver },
        mayPost: isCoder,
        mayCredit: isCoder,
        ...over,
      }}
      draft={draft}
      blockedBecause={undefined}
      filedAs={undefined}
      isCoder={isCoder}
      unpostable={undefined}
    />,
  )
}

const isOff = (html: string, name: string) =>
  new RegExp(`<button[^>]*aria-disabled="true"[^>]*>${name}</button>`).test(html)

describe('what stands beside the button', () => {
  test.each([
    ['One check must be put right first.', { checks: [error] }, ['File draft', 'Post charges']],
    [
      '2 checks must be put right first.',
      { checks: [error, aCheck({ severity: 'error', rule: 'b' })] },
      ['File draft', 'Post charges'],
    ],
    ['The rules are still looking at the draft.', { isChecking: true }, ['File draft', 'Post charges']],
    ['The draft was not checked.', { checksOff: 'Away.' }, ['Post charges']],
    ['Goes to the EHR as a draft claim.', { checks: [aCheck()] }, []],
  ])('%s', (words, over, off) => {
    const html = show(over, true)
    expect(html).toContain(words)
    expect(['File draft', 'Post charges'].filter((name) => isOff(html, name))).toEqual(off)
    expect(html.includes('>Show ')).toBe(words.includes('put right'))
  })

  test('what the EHR refused before can be tried again', () => {
    expect(show({}, true, true)).toContain('Try it again')
    expect(show({}, true)).not.toContain('Try it again')
  })

  test('posted charges are credited where the EHR offers it, and nowhere else', () => {
    const posted = (mayCredit: boolean) =>
      renderToStaticMarkup(
        <FileDraft
          claim={aDraftClaim()}
          state={{ ...clear, filing: { kind: 'idle' }, target: undefined, mayPost: true, mayCredit }}
          draft={draft}
          blockedBecause={undefined}
          filedAs="ChargeItem.$create"
          isCoder={true}
          unpostable={undefined}
        />,
      )
    expect(posted(true)).toContain('Credit charges')
    expect(posted(false)).not.toMatch(/Credit charges|Withdraw/)
  })

  test('a clinician files, and reads what is open', () => {
    const html = show({ checks: [error] }, false)
    expect(html).toContain('One check is still open in this draft. Goes to the EHR as a draft claim.')
    expect(isOff(html, 'File draft')).toBe(false)
    expect(html).not.toContain('Post charges')
  })
})
