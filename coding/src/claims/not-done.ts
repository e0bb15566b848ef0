/** A service that was talked about, turned down or put off was not done. */
const NOT_DONE = new Set(
  'declined declines refused deferred discussed consider considered planned scheduled cancelled canceled if not will'.split(
    ' ',
  ),
)

export function isNotDone(lowers: readonly string[]): boolean {
  return lowers.some((lower) => NOT_DONE.has(lower))
}
