import { useEffect, useRef, useState } from 'react'
import { copyText } from './copy-text.ts'

type CopyState = 'idle' | 'copied' | 'refused'

/** A line the clinician may take over into the note. Postil never writes into a note by itself. */
export function CopyLine({ line }: { readonly line: string }) {
  const [state, setState] = useState<CopyState>('idle')
  const area = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (state === 'refused') area.current?.select()
  }, [state])
  const copy = async () => setState((await copyText(line)) ? 'copied' : 'refused')
  return (
    <div className="copy-line">
      {state === 'refused' ? (
        <textarea readOnly aria-label="Line for your note" rows={2} value={line} ref={area} />
      ) : (
        <p dir="auto">{line}</p>
      )}
      <div className="row">
        <button type="button" className="button" data-key="c" onClick={() => void copy()}>
          Copy line
        </button>
        <span role="status" className="soft">
          {state === 'copied' && 'Copied. Paste it into your note.'}
          {state === 'refused' && 'This frame may not copy. The line is selected: press Ctrl+C.'}
        </span>
      </div>
    </div>
  )
}
