import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { laws } from './laws.ts'
import { lawsPage } from './page.ts'

it('the page of the laws says what the laws say', () => {
  const page = readFileSync(new URL('../../../docs/conformance.md', import.meta.url), 'utf8')
  expect(page).toBe(lawsPage(laws))
})
