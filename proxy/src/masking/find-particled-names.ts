/** "van Houten, Saskia", "bint Saleh reports": a family name that begins in small letters and that nothing announces. */
import { EPONYM_HEADS, LEADING_PARTICLES } from './name-cues.ts'
import { isUnknown, type NameReading, type NameRun, textAt } from './name-reading.ts'
import { readRun } from './read-name.ts'

/** Of these one is enough; the others are words of other languages, and names where one more stands behind them. */
const SURE = /^(?:van|von|bin|binti?|ibn|abu)$/

export function findParticled(reading: NameReading, at: number): NameRun | undefined {
  const { words, dictionaries: own } = reading
  const word = words[at]
  if (word?.shape !== 'small' || !LEADING_PARTICLES.has(word.lower)) return undefined
  const second = LEADING_PARTICLES.has(textAt(reading, at + 1)) || /^(?:der|den|los|las)$/.test(textAt(reading, at + 1))
  const family = second ? at + 2 : at + 1
  const name = words[family]
  if (!(second || SURE.test(word.lower)) || name?.shape !== 'capital' || own.eponyms.has(name.lower)) return undefined
  if (!own.family.has(name.lower) && !own.given.has(name.lower) && !isUnknown(reading, name)) return undefined
  const run = readRun(reading, at, 'cue')
  return run && !EPONYM_HEADS.has(textAt(reading, run.to)) ? run : undefined
}
