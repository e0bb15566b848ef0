import { useEffect, useRef, useState } from 'react'
import { copyText } from './copy-text.ts'
import type { InsertLine } from './insert-line.ts'

type LineState = 'idle' | 'copied' | 'inserting' | 'inserted' | 'refused' | 'not-inserted'

type Props = { readonly line: string; readonly insertLine?: InsertLine | undefined }

/** A line the clinician may take over into the note. Postil never writes into a note by itself. */
export function CopyLine({ line, insertLine }: Props) {
  const [state, setState] = useState<LineState>('idle')
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (state === 'refused') area.current?.select()
  }, [state])
  const copy = async () => setState((await copyText(line)) ? 'copied' : 'refused')
  const insert = async () => {
    if (!insertLine || state === 'inserting' || state === 'inserted') return
    setState('inserting')
    setState((await insertLine.insert(line)) ? 'inserted' : 'not-inserted')
  }
  return (
    <div className="copy-line">
      {state === 'refused' ? (
        <textarea readOnly aria-label="Line for your note" rows={2} value={line} ref={area} />
      ) : (
        <p dir="auto">{line}</p>
      )}
      <div className="row">
        {insertLine && (
          <button
            type="button"
            className="button"
            data-key="i"
            aria-disabled={state === 'inserted'}
            onClick={() => void insert()}
          >
            Insert in {insertLine.into}
          </button>
        )}
        <button type="button" className="button" data-key="c" onClick={() => void copy()}>
          Copy line
        </button>
        <span role="status" className="soft">
          {state === 'copied' && 'Copied. Paste it into your note.'}
          {state === 'refused' && 'This frame may not copy. The line is selected: press Ctrl+C.'}
          {state === 'inserted' && `It stands at the end of ${insertLine?.into ?? 'your note'}.`}
          {state === 'not-inserted' && 'It could not be inserted. Copy the line instead.'}
        </span>
      </div>
    </div>
  )
}
