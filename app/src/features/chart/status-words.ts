/** The quiet line under the banner: what was checked, with what, and what was not. */
import type { AnalysisStatus } from '#coding/contract/analysis.ts'
import type { UnreadNote, WithheldNotes } from '../../ehr/session-types.ts'
import { formatMoment } from '../../ui/format-date.ts'

export function describeModel({ model }: AnalysisStatus): string {
  if (model.state === 'on') return 'Rules and model'
  return model.reason === undefined ? 'Rules only' : `Rules only: ${model.reason}`
}

export function describeCodeSet({ codeSet }: AnalysisStatus): string {
  switch (codeSet.state) {
    case 'release':
      return `Checked against ${codeSet.release}`
    case 'embedded':
      return `Checked against ${codeSet.release}, embedded knowledge`
    case 'outside-releases':
      return `No code table covers this date; the nearest is ${codeSet.release}`
  }
}

export function describeWithheld({ byPolicy, unreadable }: WithheldNotes): readonly string[] {
  return [
    ...(byPolicy > 0 ? [`${countNotes(byPolicy)} not read: policy`] : []),
    ...(unreadable > 0 ? [`${countNotes(unreadable)} not readable`] : []),
  ]
}

export function describeUnread({ because, time }: UnreadNote): string {
  const words = because === 'policy' ? 'withheld by policy, not asked for' : 'in a form that could not be read'
  return time === undefined ? words : `${formatMoment(time, new Date())}, ${words}`
}

function countNotes(count: number): string {
  return count === 1 ? '1 note' : `${count} notes`
}
