import { expect, it } from 'vitest'
import { readPage } from './pages.ts'
import { walletsTable } from './wallets-table.ts'

/** `npm run docs` writes it anew. */
it.each([
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
] as const)('the table of wallets in %s is what the manifests say', (path, lang) => {
  expect(readPage(path)).toContain(`\n\n${walletsTable(lang)}\n\n`)
})
