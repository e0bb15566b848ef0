/** Columns as one compact file: a header, all numbers as differences, all texts; both parts gzipped. */
import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod/mini'
import type { Columns } from '#coding/code-sets/columns.ts'
import { CodeSetError } from './errors.ts'

const MAGIC = 'POSTIL-COLUMNS-1\n'
// A release of ICD-10-CM takes 13 MB of numbers and 17 MB of text; nothing honest comes near this.
const MAX_PART_BYTES = 512 * 1024 * 1024

const headerSchema = z.object({
  numbers: z.array(z.object({ name: z.string(), length: z.int().check(z.nonnegative()) })),
  texts: z.array(z.object({ name: z.string(), bytes: z.int().check(z.nonnegative()) })),
  numberBytes: z.int().check(z.nonnegative()),
})

export function encodeColumns(columns: Columns): Buffer {
  const numbers = Object.entries(columns.numbers)
  const texts = Object.entries(columns.texts).map(([name, text]) => ({ name, data: Buffer.from(text, 'utf8') }))
  const packedNumbers = gzipSync(packNumbers(numbers.map(([, values]) => values)), { level: 9 })
  const packedTexts = gzipSync(Buffer.concat(texts.map((text) => text.data)), { level: 9 })
  const header = {
    numbers: numbers.map(([name, values]) => ({ name, length: values.length })),
    texts: texts.map(({ name, data }) => ({ name, bytes: data.length })),
    numberBytes: packedNumbers.length,
  }
  return Buffer.concat([Buffer.from(`${MAGIC}${JSON.stringify(header)}\n`), packedNumbers, packedTexts])
}

/** Most columns rise slowly, so differences pack several times better than values. Little-endian, like every machine we run on. */
function packNumbers(columns: readonly Uint32Array[]): Buffer {
  const all = new Uint32Array(columns.reduce((sum, values) => sum + values.length, 0))
  let next = 0
  for (const values of columns) {
    let last = 0
    for (const value of values) {
      all[next++] = value - last
      last = value
    }
  }
  return Buffer.from(all.buffer)
}

/** @throws CodeSetError `store-damaged` */
export function decodeColumns(file: Buffer): Columns {
  try {
    return readColumns(file)
  } catch (cause) {
    if (cause instanceof CodeSetError) throw cause
    throw new CodeSetError('store-damaged', 'The compiled table cannot be read; import its release again.', { cause })
  }
}

function readColumns(file: Buffer): Columns {
  const start = MAGIC.length
  if (file.toString('latin1', 0, start) !== MAGIC) {
    throw new CodeSetError('store-damaged', 'This is not a compiled table of this version; import its release again.')
  }
  const headerEnd = file.indexOf('\n', start)
  const header = headerSchema.parse(JSON.parse(file.toString('utf8', start, headerEnd)))
  const numbersStart = headerEnd + 1
  const textsStart = numbersStart + header.numberBytes
  return {
    numbers: unpackNumbers(unpack(file.subarray(numbersStart, textsStart), countNumberBytes(header)), header.numbers),
    texts: unpackTexts(unpack(file.subarray(textsStart), countTextBytes(header)), header.texts),
  }
}

type Header = z.infer<typeof headerSchema>

const countNumberBytes = ({ numbers }: Header): number =>
  numbers.reduce((sum, { length }) => sum + length * Uint32Array.BYTES_PER_ELEMENT, 0)
const countTextBytes = ({ texts }: Header): number => texts.reduce((sum, { bytes }) => sum + bytes, 0)

const LEAST_CHUNK = 64

/** Into one buffer of the right size: otherwise the parts and the whole would be in memory at once. */
function unpack(part: Buffer, bytes: number): Buffer {
  const chunkSize = Math.min(Math.max(bytes + 1, LEAST_CHUNK), MAX_PART_BYTES)
  return gunzipSync(part, { maxOutputLength: MAX_PART_BYTES, chunkSize })
}

function unpackNumbers(
  data: Buffer,
  columns: readonly { readonly name: string; readonly length: number }[],
): Record<string, Uint32Array> {
  const isAligned = data.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0
  const { buffer, byteOffset } = isAligned ? data : Buffer.from(Uint8Array.from(data).buffer)
  const all = new Uint32Array(buffer, byteOffset, data.length / Uint32Array.BYTES_PER_ELEMENT)
  let next = 0
  const entries = columns.map(({ name, length }) => {
    const values = all.subarray(next, next + length)
    if (values.length !== length) throw new CodeSetError('store-damaged', `The column "${name}" is cut off.`)
    next += length
    let last = 0
    for (let index = 0; index < length; index++) {
      last = (last + (values[index] ?? 0)) >>> 0
      values[index] = last
    }
    return [name, values] as const
  })
  return Object.fromEntries(entries)
}

function unpackTexts(
  data: Buffer,
  columns: readonly { readonly name: string; readonly bytes: number }[],
): Record<string, string> {
  let next = 0
  const entries = columns.map(({ name, bytes }) => {
    const text = data.toString('utf8', next, next + bytes)
    next += bytes
    return [name, text] as const
  })
  if (next !== data.length) throw new CodeSetError('store-damaged', 'The texts are cut off.')
  return Object.fromEntries(entries)
}
