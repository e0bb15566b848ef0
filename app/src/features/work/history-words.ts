/** What happened to an encounter, in plain words. */
import type { Happening } from '#coding/contract/work.ts'
import type { WorkStep } from '#coding/domain/work.ts'
import { getDismissWords } from '#coding/prompts/dismiss-words.ts'
import { getHoldWords, lowerFirst } from './work-words.ts'

/** @param me opaque reference of who looks. */
export function describePerson({ by, role }: Pick<Happening, 'by' | 'role'>, me: string | undefined): string {
  if (by === me) return 'You'
  // Nobody's name reaches the proxy; the mark tells two people of one role apart.
  const mark = by.slice(-4)
  return role === undefined ? `Person ${mark}` : `${capitalize(role)} ${mark}`
}

export function describeHappening(happening: Happening): string {
  switch (happening.kind) {
    case 'decision':
      return describeDecision(happening)
    case 'step':
      return describeStep(happening.step)
    case 'write':
      return describeWrite(happening)
  }
}

const KINDS = { code: 'a code', prompt: 'a question', check: 'a check' } as const
type Write = Extract<Happening, { readonly kind: 'write' }>

/** Without its deed, of an early write: nothing but drafts was told then. */
const DEEDS: Readonly<Record<NonNullable<Write['deed']>, readonly [did: string, doing: string]>> = {
  file: ['filed the draft', 'file the draft'],
  'sign-off': ['marked the filed draft as checked', 'mark the filed draft as checked'],
  withdraw: ['withdrew the draft', 'withdraw the draft'],
  retract: ['marked the draft as entered in error', 'mark the draft as entered in error'],
  query: ['put a query into the EHR', 'put a query into the EHR'],
}

const CHARGE_DEEDS: Partial<typeof DEEDS> = {
  file: ['posted the charges', 'post the charges'],
  withdraw: ['credited the charges', 'credit the charges'],
}

function describeWrite({ deed = 'file', target, state }: Write): string {
  const [did, doing] = (target === 'ChargeItem.$create' ? CHARGE_DEEDS[deed] : undefined) ?? DEEDS[deed]
  switch (state) {
    case 'pending':
      return `began to ${doing}`
    case 'written':
      return did
    case 'rejected':
      return `tried to ${doing}; nothing was written`
    case 'unknown':
      return `${did}; nobody knows whether it arrived`
  }
}

type Decided = Extract<Happening, { readonly kind: 'decision' }>

function describeDecision({ choice, findingKind, about = KINDS[findingKind] }: Decided): string {
  switch (choice.kind) {
    case 'accept':
      return findingKind === 'check' ? `put right: ${about}` : `accepted ${about}`
    case 'edit':
      return `changed ${about} to ${choice.code}`
    case 'dismiss':
      return `dismissed ${about}: ${lowerFirst(getDismissWords(choice.reason))}`
    case 'answer':
    case 'answer-other':
      return `answered ${about}${choice.via === 'query' ? ', through a query' : ''}`
    case 'unable-to-determine':
      return `could not determine ${about}`
    case 'snooze':
      return `put off ${about}`
    case 'send':
      return `sent ${about} to the author as a query`
    case 'undo':
      return `took back the last decision about ${about}`
  }
}

function describeStep(step: WorkStep): string {
  switch (step.kind) {
    case 'hold': {
      const comment = step.comment === undefined ? '' : `. ${step.comment}`
      return `put it on hold: ${lowerFirst(getHoldWords(step.reason))}${comment}`
    }
    case 'resume':
      return 'went on with it'
    case 'release':
      return 'released it'
    case 'reopen':
      return 'opened it again'
  }
}

function capitalize(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}
