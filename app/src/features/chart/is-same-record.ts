import type { EncounterRecord } from '#coding/domain/encounter-record.ts'

/** Whether an analysis of one would say the same as of the other. Notes are compared by digest, not by text. */
export function isSameRecord(one: EncounterRecord, other: EncounterRecord): boolean {
  return one === other || describe(one) === describe(other)
}

function describe({ notes, ...rest }: EncounterRecord): string {
  const noteFacts = notes.map(({ text: _text, ...facts }) => facts)
  return JSON.stringify([noteFacts, rest])
}
