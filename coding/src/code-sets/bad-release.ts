/** How every parser of an official file complains: which file, which line, what is wrong. */
import { CodingError } from '../domain/errors.ts'

/** Where in a publisher's file something stands; lines count from 1. */
export type FilePlace = { readonly file: string; readonly line: number }

export function badRelease(place: FilePlace, problem: string, options?: { readonly cause?: unknown }): CodingError {
  return new CodingError('bad-release', `${place.file}, line ${place.line}: ${problem}`, options)
}
