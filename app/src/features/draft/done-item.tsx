/** A fix that stands on the draft: what was done, why, and the way back. Focus comes here when the person did it. */
import { useLayoutEffect, useRef } from 'react'
import { pressByKey } from '../../ui/handle-keys.ts'
import { SourceLink } from '../../ui/source-link.tsx'
import type { DoneFix, DraftStore } from './draft-store.ts'

type Props = { readonly fix: DoneFix; readonly draft: Pick<DraftStore, 'takeBackFix' | 'confirmFix'> }

export function DoneItem({ fix: { check, by, words }, draft }: Props) {
  const undo = useRef<HTMLButtonElement>(null)
  const wasPressed = useRef(by === 'person')
  useLayoutEffect(() => {
    // The button that was pressed has gone with the check; the way back stands where it stood.
    if (wasPressed.current && document.activeElement === document.body && document.hasFocus()) undo.current?.focus()
    wasPressed.current = false
  }, [])
  return (
    <li className="draft-check resting" aria-label={`${words}: ${check.message}`} onKeyDown={pressByKey}>
      <p>
        <span className="decided">{by === 'rule' ? 'Recoded' : 'Done'}</span> <span className="numeric">{words}</span>
      </p>
      <p className="soft">{check.message}</p>
      <p className="row">
        {by === 'rule' && (
          <button type="button" className="button" data-key="k" onClick={() => draft.confirmFix(check.fingerprint)}>
            Keep
          </button>
        )}
        <button
          ref={undo}
          type="button"
          className="link"
          data-key="z"
          aria-label={`Undo ${words}`}
          onClick={() => draft.takeBackFix(check.fingerprint)}
        >
          Undo
        </button>
        <span className="soft">
          <SourceLink source={check.ruleSource} />
        </span>
      </p>
    </li>
  )
}
