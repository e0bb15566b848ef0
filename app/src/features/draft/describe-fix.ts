/** What a fix changes, in the words of the button that does it and of the line that says it was done. */
import type { DraftClaim } from '#coding/domain/draft-claim.ts'
import type { DraftFix } from '#coding/domain/draft-fix.ts'
import { ON_ADMISSION_WORDS } from './on-admission.ts'

const LIST = new Intl.ListFormat('en', { type: 'conjunction' })

/** @param draft as it was when the rule spoke: the fix names its lines by their place then. */
export function describeFix(fix: DraftFix, draft: Pick<DraftClaim, 'lines'>): string {
  switch (fix.kind) {
    case 'replace-diagnoses': {
      const from = LIST.format(fix.from)
      return fix.to.length === 0 ? `take off ${from}` : `${LIST.format(fix.to.map(({ code }) => code))} for ${from}`
    }
    case 'add-diagnosis':
      return fix.after === undefined ? `add ${fix.code.code}` : `add ${fix.code.code} after ${fix.after}`
    case 'move-diagnosis':
      return `${fix.code} before ${fix.before}`
    case 'set-on-admission':
      return fix.present === undefined
        ? `leave ${fix.code} blank`
        : `${fix.code} ${ON_ADMISSION_WORDS[fix.present].toLowerCase()}`
    case 'replace-procedure':
      return `${fix.code.code} for ${nameLine(draft, fix.line)}`
    case 'add-line':
      return fix.units === 1 ? `add line ${fix.code.code}` : `add line ${fix.code.code} × ${fix.units}`
    case 'remove-line':
      return `take off line ${nameLine(draft, fix.line)}`
    case 'set-units':
      return `${nameLine(draft, fix.line)} × ${fix.units}`
    case 'set-modifiers':
      return fix.modifiers.length === 0
        ? `${nameLine(draft, fix.line)} without modifiers`
        : `${nameLine(draft, fix.line)} with ${fix.modifiers.length === 1 ? 'modifier' : 'modifiers'} ${LIST.format(fix.modifiers)}`
    case 'set-pointers':
      return `${nameLine(draft, fix.line)} for ${fix.pointers.length === 1 ? 'diagnosis' : 'diagnoses'} ${LIST.format(fix.pointers.map(String))}`
    case 'set-price':
      return `${nameLine(draft, fix.line)} at ${(fix.price.cents / 100).toFixed(2)} ${fix.price.currency} a unit`
    case 'set-place':
      return `${nameLine(draft, fix.line)} at place of service ${fix.placeOfService}`
  }
}

function nameLine({ lines }: Pick<DraftClaim, 'lines'>, place: number): string {
  return lines[place - 1]?.code.code ?? `line ${place}`
}
