const LONGEST_LEAD = 18

/** In one line the quoted words come first: what stands before them is a list mark to drop, or words to cut short. */
export function shortenLead(before: string): string {
  if (!/\p{L}/u.test(before)) return ''
  if (before.length <= LONGEST_LEAD) return before
  const tail = before.slice(-LONGEST_LEAD)
  return `… ${tail.slice(tail.search(/\s\S|$/)).trimStart()}`
}
