// `npm run measure`: sizes of files and functions, tests, and the weight of the sidebar, for a look at the trend.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const FOLDERS = ['app', 'coding', 'fhir-mappers', 'proxy', 'sandbox', 'test', 'scripts']

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const rows = FOLDERS.map((folder) => {
  const lines = globSync(`${folder}/**/*.{ts,tsx}`)
    .filter((file) => !file.endsWith('.generated.ts'))
    .map((file) => readFileSync(file, 'utf8').split('\n').length)
    .sort((a, b) => a - b)
  const total = lines.reduce((sum, count) => sum + count, 0)
  return { folder, files: lines.length, lines: total, median: quantile(lines, 0.5), p90: quantile(lines, 0.9) }
})
console.table(rows)

if (existsSync('dist/app/index.html')) {
  const html = readFileSync('dist/app/index.html', 'utf8')
  const initial = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path]) => `dist/app/${path}`)
  const bytes = initial.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0)
  console.log(`initial JavaScript of the sidebar: ${(bytes / 1024).toFixed(1)} KB gzip in ${initial.length} files`)
}
