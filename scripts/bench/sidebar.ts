// What the browser must fetch before the sidebar can start: the page's own script, its preloads and its styles.
import { existsSync } from 'node:fs'
import { atMost, MissingPrerequisite, type Part } from './figure.ts'
import { weighPage } from './page-weight.ts'
import { KB } from './records.ts'

const SITE = 'dist/app'

export const sidebar: Part = {
  name: 'sidebar',
  varies: false,
  run: () => {
    if (!existsSync(`${SITE}/index.html`))
      throw new MissingPrerequisite('the sidebar is not built; run `npm run build`')
    const { scripts, scriptBytes, styleBytes } = weighPage(SITE)
    return [
      {
        name: 'initial JavaScript, gzip',
        value: scriptBytes / KB,
        unit: 'KB',
        bar: atMost(190),
        note: `${scripts.length} files; aim 150`,
      },
      { name: 'initial CSS, gzip', value: styleBytes / KB, unit: 'KB' },
    ]
  },
}
