/** Plain text, made clean. Its lines and columns stay as the author set them. */
import type { DecodedText } from './decoded-text.ts'
import { createTextBuilder } from './text-builder.ts'

export function decodeText(source: string, limit: number): DecodedText {
  const builder = createTextBuilder(limit)
  builder.append(source, 0)
  return builder.finish()
}
