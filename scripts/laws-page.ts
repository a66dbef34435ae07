/** Writes docs/conformance.md from the laws; with `--check` it only compares. */
import { readFileSync, writeFileSync } from 'node:fs'
import { laws } from '../packages/conformance/src/laws.ts'
import { lawsPage } from '../packages/conformance/src/page.ts'

const path = new URL('../docs/conformance.md', import.meta.url)
const page = lawsPage(laws)

if (!process.argv.includes('--check')) {
  writeFileSync(path, page)
} else if (readFileSync(path, 'utf8') !== page) {
  console.error('docs/conformance.md: expected what the laws say, found another text; run npm run laws')
  process.exitCode = 1
}
