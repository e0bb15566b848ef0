/** The way out of a card: one press to open, one to say why. */
import type { DismissReason } from '#coding/domain/decision.ts'
import { DISMISS_REASONS } from '#coding/prompts/dismiss-words.ts'
import { ReasonList } from '../reason-list.tsx'

type Props = { readonly onDismiss: (reason: DismissReason) => void; readonly onCancel: () => void }

export function DismissReasons({ onDismiss, onCancel }: Props) {
  return (
    <ReasonList
      legend="Dismiss because"
      reasons={DISMISS_REASONS}
      onChoose={onDismiss}
      back="Keep it"
      onCancel={onCancel}
    />
  )
}
