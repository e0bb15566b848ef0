/** What a person is told when the model did not finish. It says what still works and never quotes a vendor. */
import type { ModelFailure } from './language-model.ts'
import type { Prepared } from './prepare-documents.ts'

/** What is off while the model is. */
export const MODEL_CHECKS =
  'Reading by a language model: conditions said in other words, and contradictions between notes.'

const WORDS: Readonly<Record<ModelFailure, string>> = {
  off: 'it is switched off',
  refused: 'the model declined to read this note',
  truncated: 'the model had more to say than one answer holds',
  'context-exceeded': 'the notes are too long for the model',
  cut: 'the connection to the model broke',
  stalled: 'the model stopped answering',
  deadline: 'the model took too long',
  aborted: 'the check was stopped',
  malformed: 'the answer of the model could not be read',
  'rate-limited': 'the model is busy',
  overloaded: 'the model is overloaded',
  unavailable: 'the model cannot be reached',
  'spend-limit': 'the spending limit of the model is reached',
  unauthorized: 'the key of the model was refused',
  'feature-not-covered': 'the model service refused a setting that the agreement does not cover',
  'bad-request': 'the model service refused the request',
  'too-large': 'the notes are too long for the model',
  redirected: 'the model service answered from another address',
  unrecorded: 'its findings could not be put on record',
  'breaker-open': 'the model has failed too often and is rested',
}

export function describeFailure(code: ModelFailure): string {
  return WORDS[code]
}

/** Why nothing was sent; undefined where there is nothing to read and so nothing wrong. */
export function describeUnprepared(kind: Exclude<Prepared['kind'], 'ready'>): string | undefined {
  switch (kind) {
    case 'no-notes':
      return undefined
    case 'unnamed':
      return 'the chart gave no name of the patient to take out, so nothing was sent'
    case 'unmasked':
      return 'names could not be taken out, so nothing was sent'
    case 'too-long':
      return describeFailure('too-large')
  }
}

/** Somebody must change something before it works again; waiting does not help. */
export function needsOperator(code: ModelFailure): boolean {
  return ['spend-limit', 'unauthorized', 'feature-not-covered', 'bad-request', 'redirected'].includes(code)
}
