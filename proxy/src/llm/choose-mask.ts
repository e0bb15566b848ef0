/** The mask that notes pass before they go to a model. */
import { randomInt } from 'node:crypto'
import { loadDictionaries } from '../masking/dictionaries.ts'
import { maskNotes } from '../masking/mask-notes.ts'
import type { Mask } from './prepare-documents.ts'

/** The word lists are read here, so that a missing file stops the start and not a request. */
export function chooseMask(): Mask {
  loadDictionaries()
  return (request) => maskNotes(request, randomInt)
}
