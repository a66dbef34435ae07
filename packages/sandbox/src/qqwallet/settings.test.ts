import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { USUAL } from './settings.ts'

test('every choice of the wallet stands in the page, and no other', () => {
  const page = readFileSync(new URL('../../../../docs/sandbox.md', import.meta.url), 'utf8')
  const section = page.split('## Where the real wallet is not known')[1]?.split('\n## ')[0] ?? ''
  const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(rows).toEqual(Object.keys(USUAL))
})
