/** Which procedure codes are chosen by the minutes of a psychotherapy session (coding/data/time-rules.yaml). */
import { timeRules } from '../time-rules.generated.ts'

const { standalone, with_visit: withVisit } = timeRules.psychotherapy
const CODES = new Set([...standalone, ...withVisit].map(({ code }) => code))

export function isTimedSession(code: string): boolean {
  return CODES.has(code)
}
