import type { Finding } from '#coding/domain/finding.ts'

/** Enough for a line of the history. */
const LONGEST = 200

/** A finding in a few words, as its card calls it. */
export function nameFinding(finding: Finding): string {
  const name = nameWhole(finding)
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name
}

function nameWhole(finding: Finding): string {
  switch (finding.kind) {
    case 'code':
      return [finding.code.code, finding.code.title].filter(Boolean).join(' ')
    case 'prompt':
      return finding.prompt.title
    case 'check':
      return finding.message
  }
}
