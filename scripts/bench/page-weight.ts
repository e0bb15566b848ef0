// What the browser must fetch before the sidebar can start, and what comes later, weighed as it travels.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

export type PageWeight = {
  /** Files that the page names: its own script and what it preloads. */
  readonly scripts: readonly string[]
  readonly scriptBytes: number
  readonly styleBytes: number
}

/** @param site folder of the built site, with its `index.html`. */
export function weighPage(site: string): PageWeight {
  const html = readFileSync(`${site}/index.html`, 'utf8')
  const list = (pattern: RegExp): readonly string[] => [...html.matchAll(pattern)].map(([, file = '']) => file)
  const weigh = (files: readonly string[]): number =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(`${site}${file}`)).length, 0)
  const scripts = list(/(?:src|href)="([^"]+\.js)"/g)
  return { scripts, scriptBytes: weigh(scripts), styleBytes: weigh(list(/href="([^"]+\.css)"/g)) }
}

/** @returns the scripts of the site whose text has these words. */
export function findScriptsWith(site: string, words: string): readonly string[] {
  return readdirSync(`${site}/assets`)
    .filter((file) => file.endsWith('.js') && readFileSync(`${site}/assets/${file}`, 'utf8').includes(words))
    .map((file) => `/assets/${file}`)
}
