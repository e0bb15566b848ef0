// One configuration, three sites: the sidebar (default), the sandbox's chart page (`--mode chart`) and the gallery of the
// panel's states (`--mode gallery`), which is for development alone.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const sites = {
  app: { root: 'app', input: ['app/index.html', 'app/launch.html'], outDir: '../dist/app' },
  gallery: { root: 'app', input: ['app/gallery/index.html'], outDir: '../dist/gallery' },
  chart: { root: 'sandbox/src/chart', input: ['sandbox/src/chart/index.html'], outDir: '../../../dist/chart' },
}

export default defineConfig(({ mode }) => {
  const site = mode === 'chart' || mode === 'gallery' ? sites[mode] : sites.app
  return {
    root: site.root,
    plugins: [react()],
    build: {
      outDir: site.outDir,
      emptyOutDir: true,
      target: 'es2023',
      // The oldest browsers with light-dark(): a rewritten one would follow the system where the EHR's paper decides.
      cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
      rollupOptions: { input: site.input },
      // The PDF reader is 1.6 MB; it comes only when a note is a PDF.
      chunkSizeWarningLimit: 1700,
    },
  }
})
