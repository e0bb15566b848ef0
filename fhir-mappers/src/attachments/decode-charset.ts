/** Bytes to characters. Servers declare charsets that are not true, so the bytes are asked too. */

const BYTE_ORDER_MARKS = [
  { charset: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { charset: 'utf-16le', bytes: [0xff, 0xfe] },
  { charset: 'utf-16be', bytes: [0xfe, 0xff] },
]

function tryDecode(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    // An unknown label, or bytes that this charset does not have.
    return undefined
  }
}

/** @param contentType whose `charset` parameter is tried when the bytes are not UTF-8 by themselves. */
export function decodeCharset(bytes: Uint8Array, contentType: string): string {
  const mark = BYTE_ORDER_MARKS.find((candidate) => candidate.bytes.every((byte, index) => bytes[index] === byte))
  const declared = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase()
  // Text that happens to be valid UTF-8 and was meant otherwise does not occur outside of tests; UTF-16 without a mark
  // is valid UTF-8 with NULs, so a declared UTF-16 comes first. `us-ascii` and `latin1` are windows-1252 on the web.
  const charsets = [
    ...(mark ? [mark.charset] : []),
    ...(declared?.startsWith('utf-16') ? [declared] : []),
    'utf-8',
    ...(declared ? [declared] : []),
  ]
  for (const charset of charsets) {
    const text = tryDecode(bytes, charset)
    if (text !== undefined) return text
  }
  return new TextDecoder('windows-1252').decode(bytes)
}
