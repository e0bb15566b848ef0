/** What browsers and Node both have (https://encoding.spec.whatwg.org, https://html.spec.whatwg.org), and the language has not. */
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean })
  decode(bytes?: Uint8Array): string
}
declare function atob(base64: string): string
