/** What the screen says about a filing that did not simply succeed: what happened, and what to do. */
import type { TargetRefusal, WriteDecision } from '#fhir-mappers/write-target.ts'
import type { FilingOutcome } from '../session-types.ts'

export const FILING_WORDS = {
  otherPatient: 'This draft belongs to another encounter. Nothing was filed.',
  ledgerDown: 'Postil’s server could not be reached, so nothing was filed. Try again.',
  inconsistent: 'The draft contradicts itself, so nothing was filed. Look at the parts named below.',
  noLines: 'The EHR takes single charges only, and this draft has no service line. Add one.',
  inProgress: 'Another window is filing this draft. Wait a moment, then look in the EHR.',
  unknown: 'The EHR did not confirm the draft. Look in the EHR before you file it again.',
  notArrived: 'The earlier attempt did not reach the EHR. Nothing is there yet; file again.',
  earlierContent: 'An earlier attempt may have reached the EHR with other content. Check the draft there.',
  several: 'The EHR already holds something with this draft’s identifier. Check it there.',
  noVersions:
    'This EHR cannot tell whether somebody changed the draft, so Postil does not overwrite it. Change it there.',
  noUpdate: 'This EHR does not let Postil change a draft that was filed. Change it there.',
  otherShape:
    'The draft was filed with another number of lines, or in another form, and Postil does not replace it. Change it in the EHR.',
  takenOn: 'A person has taken this draft further in the EHR. It is theirs now.',
  retracted:
    'This draft was marked in the EHR as entered in error, and that stands for good. Enter the charge in the EHR.',
  nothingSigned: 'Nothing of this draft stands in the EHR, so there is nothing to mark there.',
  filedOtherwise: 'The draft has changed here since it was filed. File it, then release it.',
  nothingFiled: 'Nothing of this draft is filed, so there is nothing to withdraw.',
  contradictory: 'These choices contradict each other, so nothing was written. Look at the parts named below.',
  standsInEhr:
    'This draft was filed in the EHR before, and cannot be changed from here now. Change it there, so that there are not two.',
  unreadable: 'The filed draft could not be read back, so it was left as it is. Try again.',
  refused: 'Nothing was written. Your draft is kept here.',
} as const

export const POSTING_WORDS = {
  notFinished: 'The visit is still open in the EHR. Charges are posted when it is finished and its notes are signed.',
  posted: 'The charges of this draft were posted before. Credit them first, or change them in the EHR.',
  crediting: 'It is not known whether every charge was credited. Look at the charges of the visit first.',
  stands:
    'The EHR holds a charge like a line of this draft already, so nothing was posted. Look at the charges of the visit.',
  cannotLook: 'The charges of the visit could not be read, so nothing was posted. Try again.',
  unknown: 'The EHR did not confirm every charge. Look at the charges of the visit, and enter there what is missing.',
  unsupported: 'The EHR does not let you post charges. Nothing was posted; the draft stays on Postil’s list.',
  refused: 'Nothing was posted; the draft stays on Postil’s list.',
  again: 'The draft is on Postil’s list now, and nothing was posted. Post it again.',
} as const

export const CREDIT_WORDS = {
  unnamed: 'Postil does not know which charges of the visit these are. Credit them in the EHR.',
  cannotLook: 'The charges could not be read, so nothing was credited. Try again.',
  billed: 'A charge of this draft was billed already, so nothing was credited. Take it back in the EHR.',
  refused: 'Nothing was credited; the charges stand in the EHR as they were.',
  unknown: 'The EHR did not confirm every credit. Look at the charges of the visit, and credit there what is left.',
  postingOpen: 'It is not known whether every charge was posted. Look at the charges of the visit first.',
} as const

export const QUERY_WORDS = {
  ledgerDown: 'Postil’s server could not be reached, so nothing was sent. Try again.',
  unknown: 'The EHR did not confirm the query. Look in the EHR before you send it another way.',
  refused: 'The EHR refused the query; nothing was sent.',
} as const

export const REFUSAL_WORDS: Readonly<Record<TargetRefusal, string>> = {
  'not-opted-in': 'your site has not turned it on',
  'vendor-never': 'this EHR does not take drafts',
  'no-create': 'this EHR does not offer it',
  'no-scope': 'you were not granted it',
  demoted: 'the EHR refused it',
}

/** "Claim: the EHR refused it; ChargeItem: your site has not turned it on". */
export function describeRefusals({ refused }: WriteDecision): string {
  const reasons = refused.map(({ target, because }) => `${target}: ${REFUSAL_WORDS[because]}`)
  return ['Your EHR takes no draft from Postil here', ...(reasons.length > 0 ? [reasons.join('; ')] : [])].join(' – ')
}

export function reject(reason: string, issues: readonly string[] = []): FilingOutcome {
  return { kind: 'rejected', reason, issues }
}
