/** autocannon 9.0.0 ships no types; this is the part that the bench uses. */
declare module 'autocannon' {
  type Result = { readonly requests: { readonly total: number }; readonly duration: number; readonly non2xx: number }

  export default function autocannon(options: {
    readonly url: string
    readonly connections: number
    readonly duration: number
  }): Promise<Result>
}
