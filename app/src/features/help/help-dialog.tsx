import { Dialog } from '../../ui/dialog.tsx'

const KEYS: readonly (readonly [string, string])[] = [
  ['1 – 6', 'answer the question with that option'],
  ['O', 'answer in your own words'],
  ['U', 'unable to determine'],
  ['A', 'accept the code'],
  ['E', 'change the code'],
  ['D', 'dismiss, with a reason'],
  ['R', 'put the question off until a new result arrives'],
  ['N', 'put the question off until the note is saved again'],
  ['S', 'show the words in the note'],
  ['W', 'why this'],
  ['I', 'insert the line in your note, where the EHR takes it'],
  ['C', 'copy the line for your note'],
  ['Z', 'undo'],
  ['↑ ↓', 'walk through answers'],
  ['Alt ↑ ↓', 'move a diagnosis on the draft'],
  ['Esc', 'close the note or a list of reasons'],
  ['?', 'this list'],
]

/** What a coder's workbench has beside these. */
const CODER_KEYS: readonly (readonly [string, string])[] = [
  ['Alt 1 – 9', 'go to a part: note, codes, visit, diagnoses, lines, checks, file, queries, history'],
  ['F', 'put right what a check says'],
  ['L', 'go from a check to its line'],
  ['K', 'keep what a rule recoded'],
  ['↑ ↓', 'on the handle of a diagnosis: move it; Home and End to either end'],
  ['↑ ↓', 'in an entry of a line: the same entry of the line above or below'],
  ['Ctrl Z', 'undo the last change of the draft'],
  ['← →', 'on the border beside the note: move it'],
  ['Ctrl P', 'print the note and the draft'],
]

/** Every key does what a visible control does; letters work only while focus is inside one card. */
type Props = { readonly isCoder: boolean; readonly onClose: () => void }

export function HelpDialog({ isCoder, onClose }: Props) {
  return (
    <Dialog label="Keyboard" onClose={onClose}>
      <div className="dialog-head">
        <h1>Keyboard</h1>
        <button type="button" className="link" onClick={onClose}>
          Close
        </button>
      </div>
      <p className="soft">Letters and digits work while focus is inside a card.</p>
      <dl className="keys">
        {(isCoder ? [...CODER_KEYS, ...KEYS] : KEYS).map(([key, what]) => (
          <div key={what}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
