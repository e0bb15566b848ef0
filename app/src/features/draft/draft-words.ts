/** The claim in plain words, and what filing it came to. */

import type { WriteTarget } from '#coding/contract/tenant.ts'
import type { DraftClaim, DraftLine } from '#coding/domain/draft-claim.ts'
import type { FilingOutcome } from '../../ehr/session-types.ts'
import { formatDay } from '../../ui/format-date.ts'

export type DraftWords = {
  readonly heading: string
  readonly diagnoses: readonly string[]
  /** With what all lines have in common, so that a long claim says it once. */
  readonly linesHeading: string
  readonly lines: readonly string[]
}

export function describeDraft(draft: DraftClaim): DraftWords {
  const shared = listShared(draft)
  return {
    heading: `Draft claim for ${formatDay(draft.dateOfService)}`,
    diagnoses: draft.diagnoses.map(({ code }) => `${code.code} ${code.title}`),
    linesHeading: [`${draft.lines.length === 1 ? 'Line' : 'Lines'}`, ...shared].join(', '),
    lines: draft.lines.map((line) => describeLine(line, shared)),
  }
}

/** Place and date of service that every line has. */
function listShared({ lines }: DraftClaim): readonly string[] {
  const [first, ...others] = lines.map(listCircumstances)
  return (first ?? []).filter((one) => others.every((circumstances) => circumstances.includes(one)))
}

function listCircumstances({ placeOfService, date }: DraftLine): readonly string[] {
  return [...(placeOfService === undefined ? [] : [`place ${placeOfService}`]), `on ${formatDay(date)}`]
}

function describeLine(line: DraftLine, shared: readonly string[]): string {
  const { code, modifiers, units, diagnosisPointers } = line
  return [
    [code.code, ...modifiers].join('-'),
    ` × ${units}`,
    describePointers(diagnosisPointers),
    ...listCircumstances(line)
      .filter((one) => !shared.includes(one))
      .map((one) => `, ${one}`),
  ].join('')
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

function describePointers(pointers: readonly number[]): string {
  if (pointers.length === 0) return ' for no diagnosis yet'
  return `${pointers.length === 1 ? ' for diagnosis ' : ' for diagnoses '}${LIST.format(pointers.map(String))}`
}

const TARGET: Record<WriteTarget, string> = {
  Claim: 'a draft claim',
  ChargeItem: 'planned charges',
  'ChargeItem.$create': 'posted charges',
  Task: 'a task for coding',
  queue: 'Postil’s own list',
}

export type OutcomeWords = {
  readonly tone: 'good' | 'caution' | 'error'
  readonly title: string
  readonly detail: string
  readonly issues: readonly string[]
}

export function describeOutcome(outcome: FilingOutcome): OutcomeWords {
  switch (outcome.kind) {
    case 'filed':
      if (outcome.target === 'ChargeItem.$create') {
        return say(
          'good',
          'The charges are posted in the EHR.',
          'They are billable there now. Only a credit takes one back.',
        )
      }
      if (outcome.replaces !== undefined) {
        return say(
          'caution',
          `Saved in the EHR as ${TARGET[outcome.target]} of its own.`,
          `This EHR does not let Postil change the one that was filed before (${outcome.replaces}). The new one names it: cancel the earlier one in the EHR.`,
        )
      }
      return say('good', `Saved in the EHR as ${TARGET[outcome.target]}.`, 'A person in the EHR decides what follows.')
    case 'updated':
      return say('good', 'The draft in the EHR was brought up to date.', 'It replaces the one that you saved before.')
    case 'already-filed':
      return say('good', 'Already saved; nothing was changed.', 'The EHR has exactly this draft.')
    case 'changed-by-person':
      return say(
        'caution',
        'Someone changed this draft in the EHR.',
        'Their version stays, and nothing was written. Look at it in the EHR before you go on.',
      )
    case 'theirs-kept':
      return say('good', 'The EHR’s version stays as it is.', 'Nothing was written. Postil knows it now.')
    case 'withdrawn':
      if (outcome.isError) {
        return say(
          'good',
          'The draft in the EHR is marked as entered in error.',
          'It stays on record there. What you file after it is a draft of its own.',
        )
      }
      if (outcome.target === 'ChargeItem.$create') {
        return say(
          'good',
          'The charges are credited in the EHR.',
          'You can post the draft again, as charges of its own.',
        )
      }
      return outcome.target === 'queue'
        ? say('good', 'Taken off Postil’s list.', 'Nothing of this draft is in the EHR.')
        : say('good', 'The draft in the EHR is cancelled.', 'It stays on record there. You can file it again.')
    case 'queued':
      return say('caution', 'Kept in Postil’s list: the EHR does not take drafts.', outcome.reason)
    case 'rejected':
      return {
        tone: 'error',
        title: 'The EHR did not accept the draft.',
        detail: outcome.reason,
        issues: outcome.issues,
      }
    case 'refused':
      return say('caution', 'Nothing was written.', outcome.reason)
    case 'unknown':
      return say(
        'caution',
        'Nobody knows whether it arrived.',
        `${outcome.reason} It will not be sent again by itself. Look in the EHR first.`,
      )
    case 'session-ended':
      return say(
        'error',
        'Your EHR session has ended. Nothing was written.',
        'Open Postil again from the chart. Your answers are recorded.',
      )
  }
}

function say(tone: OutcomeWords['tone'], title: string, detail: string): OutcomeWords {
  return { tone, title, detail, issues: [] }
}

/** Where the button will put the draft, before anyone presses it. */
export function describeTarget(target: WriteTarget): string {
  return target === 'queue'
    ? 'The EHR does not take drafts, so this goes to Postil’s own list.'
    : `Goes to the EHR as ${TARGET[target]}.`
}

/** What taking a filed draft back will do, before anyone presses the button. */
export function describeWithdrawal(target: WriteTarget, isError: boolean): string {
  if (target === 'queue') return 'This takes the draft off Postil’s list. Nothing of it is in the EHR.'
  if (target === 'ChargeItem.$create') {
    return 'This credits in the EHR every charge that was posted for the draft and is still billable. One that was billed meanwhile stops it all.'
  }
  const marked = isError
    ? 'entered in error. That stands for good: what you file after it is a draft of its own.'
    : 'withdrawn. You can file it again.'
  return `In the EHR, ${TARGET[target]} will be marked as ${marked} Nothing is deleted: that it was there stays on record. Where a person has changed it there since, theirs stays.`
}
