/** How often V8 walks the whole heap. */
import { setFlagsFromString } from 'node:v8'

/**
 * Left to itself, V8 walks it whenever it has grown by a tenth to a third: every ten seconds at 100 analyses a second,
 * and on one core the walk takes 0.2 to 0.5 s together with the requests, which then wait for 50 to 250 ms. At three
 * times what is alive (some 80 MB) it is every few minutes. Short collections, and the limit of the heap, stay as they are.
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=200')
}
