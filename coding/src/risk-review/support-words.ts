/** What `coding/data/support-words.yaml` holds: patterns by the way in which a note deals with a condition. */
import type { SupportKind } from './risk-review.ts'

export type SupportWords = Readonly<Record<SupportKind, readonly string[]>>
