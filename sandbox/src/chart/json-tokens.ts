/** Splits formatted JSON into tokens that can be told apart by color. */

export type JsonToken = { readonly kind: 'name' | 'string' | 'value' | 'plain'; readonly text: string }

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)|([^"\dtfn-]+|.)/gs

export function splitJson(json: string): JsonToken[] {
  return [...json.matchAll(TOKEN)].map(([text, quoted, colon, value]) => {
    if (quoted !== undefined) return { kind: colon === undefined ? 'string' : 'name', text }
    return { kind: value === undefined ? 'plain' : 'value', text }
  })
}
