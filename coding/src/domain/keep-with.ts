/**
 * What is worked out once of an object and goes with it: kept on the object, out of sight, and not in a `WeakMap`. There
 * V8's short collections take a value that leads back to its key for reachable, and the key with it, until the next full
 * one: the readings of hundreds of notes piled up, and each short collection stopped the work for 9 ms instead of 1.
 */
export type Kept<Owner extends object, Value> = {
  readonly get: (owner: Owner) => Value | undefined
  readonly set: (owner: Owner, value: Value) => void
}

/** One for each thing that is kept. A copy of the owner (`{ ...owner }`) does not have it. */
export function keepWith<Owner extends object, Value>(): Kept<Owner, Value> {
  const key = Symbol('kept')
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else has the key.
    get: (owner) => (owner as { readonly [key]?: Value })[key],
    set: (owner, value) => void Object.defineProperty(owner, key, { value, configurable: true }),
  }
}
