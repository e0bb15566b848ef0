// `npm run build [--quiet]`: the sidebar into dist/app, the sandbox's chart page into dist/chart.
import { build } from 'vite'

const logLevel = process.argv.includes('--quiet') ? 'warn' : 'info'
for (const mode of ['app', 'chart']) await build({ mode, logLevel, configFile: 'vite.config.ts' })
