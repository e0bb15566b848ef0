import type { Evidence } from '#coding/domain/evidence.ts'
import type { GridElement } from '#coding/domain/visit-grid.ts'
import { Words } from '../../ui/words.tsx'
import { getElementWords, getLevelWords } from './visit-words.ts'

type Props = { readonly element: GridElement; readonly showInNote: (evidence: Evidence) => void }

/** One element and everything that the notes say for it; what was seen and does not count stays, with the reason. */
export function ElementCells({ element: { name, level, because, cells }, showInNote }: Props) {
  return (
    <details open={cells.length > 0 && cells.length <= 4}>
      <summary>
        {getElementWords(name)}: {getLevelWords(level).toLowerCase()}
      </summary>
      <div className="element">
        <p className="soft">{because}</p>
        <ul>
          {cells.map((cell) => (
            <li
              key={`${cell.kind}/${cell.subject}/${cell.evidence[0].start}`}
              className={cell.counts ? '' : 'uncounted'}
            >
              <p>
                {cell.label}: {cell.subject}
                {!cell.counts && <span className="soft"> Seen, not counted{cell.reason && `: ${cell.reason}`}</span>}
              </p>
              <Words evidence={cell.evidence} showInNote={showInNote} />
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}
