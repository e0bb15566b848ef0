/** What can be expected is a value: every `tryParse*` answers with one of these. */
export type Result<Value, Problem> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

export type NonEmpty<Item> = readonly [Item, ...Item[]]

export function isNonEmpty<Item>(items: readonly Item[]): items is NonEmpty<Item> {
  return items.length > 0
}
