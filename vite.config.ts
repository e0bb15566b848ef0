// One configuration, three sites: the sidebar (default), the sandbox's chart page (`--mode chart`) and the gallery of the
// panel's states (`--mode gallery`), which is for development alone.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Rolldown } from 'vite'

const sites = {
  app: { root: 'app', input: ['app/index.html', 'app/launch.html'], outDir: '../dist/app' },
  gallery: { root: 'app', input: ['app/gallery/index.html'], outDir: '../dist/gallery' },
  chart: { root: 'sandbox/src/chart', input: ['sandbox/src/chart/index.html'], outDir: '../../../dist/chart' },
}

const MAIN = find('app/src/main.tsx')
const LAUNCH = find('app/src/launch.ts')

function find(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}

/** Whether a page cannot start without the module. An entry acts when it is read, so it stays in a file of its own. */
function isNeededBy(entry: string): (id: string, context: Rolldown.ChunkingContext) => boolean {
  let needed: ReadonlySet<string> | undefined
  return (id, context) => {
    needed ??= listNeeded(entry, context)
    return id !== entry && needed.has(id)
  }
}

function listNeeded(entry: string, context: Rolldown.ChunkingContext): ReadonlySet<string> {
  const needed = new Set([entry])
  // A set grows under the loop that reads it.
  for (const id of needed) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) needed.add(imported)
  return needed
}

/**
 * What the panel starts with, in two files: what the launch page reads too, and the rest. By itself the bundler makes
 * a file of each set of parts that some late part shares, and fifty small ones compress worse and are asked for singly.
 */
function groupStart(): Rolldown.CodeSplittingOptions {
  const ofPanel = isNeededBy(MAIN)
  const ofLaunch = isNeededBy(LAUNCH)
  return {
    groups: [
      { name: (id, context) => (ofPanel(id, context) && ofLaunch(id, context) ? 'start' : null), debugName: 'start' },
      { name: (id, context) => (ofPanel(id, context) ? 'panel' : null), debugName: 'panel' },
    ],
  }
}

export default defineConfig(({ mode }) => {
  const site = mode === 'chart' || mode === 'gallery' ? sites[mode] : sites.app
  return {
    root: site.root,
    plugins: [react()],
    // The authorization code is among what fhirclient tells its log. Its own switch leaves out a substitute for fetch.
    resolve: { alias: { debug: find('vendor/debug-stub/index.js') } },
    define: { FHIRCLIENT_PURE: 'true' },
    build: {
      outDir: site.outDir,
      emptyOutDir: true,
      target: 'es2023',
      // The oldest browsers with light-dark(): a rewritten one would follow the system where the EHR's paper decides.
      cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
      modulePreload: { polyfill: false },
      rolldownOptions: { input: site.input, output: { codeSplitting: groupStart() } },
      // The PDF reader is 1.6 MB; it comes only when a note is a PDF.
      chunkSizeWarningLimit: 1700,
    },
  }
})
