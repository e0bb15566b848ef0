// What the browser must fetch before the sidebar can start: the page's own script, its preloads and its styles.
import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { atMost, MissingPrerequisite, type Part } from './figure.ts'
import { KB } from './records.ts'

const SITE = 'dist/app'

export const sidebar: Part = {
  name: 'sidebar',
  varies: false,
  run: () => {
    if (!existsSync(`${SITE}/index.html`))
      throw new MissingPrerequisite('the sidebar is not built; run `npm run build`')
    const html = readFileSync(`${SITE}/index.html`, 'utf8')
    const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, file]) => weigh(file))
    const styles = [...html.matchAll(/href="([^"]+\.css)"/g)].map(([, file]) => weigh(file))
    const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0) / KB
    return [
      {
        name: 'initial JavaScript, gzip',
        value: total(scripts),
        unit: 'KB',
        bar: atMost(190),
        note: `${scripts.length} files; aim 150`,
      },
      { name: 'initial CSS, gzip', value: total(styles), unit: 'KB' },
    ]
  },
}

function weigh(file = ''): number {
  return gzipSync(readFileSync(`${SITE}${file}`)).length
}
