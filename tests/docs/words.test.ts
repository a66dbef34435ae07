/** The lists of words that programs depend on, held against the pages, both ways. */
import { type FailureCode, fail } from '@tpkit/core'
import { describe, expect, it } from 'vitest'
import { readPage, tableRows } from './pages.ts'

const plain = (cell = ''): string => cell.replaceAll('`', '')

/** The members of a union of texts in a source file. */
function unionOf(file: string, name: string): readonly string[] {
  const text = new RegExp(`type ${name} =([^;]*?)\\n\\n`).exec(readPage(file))?.[1] ?? ''
  return [...text.matchAll(/'([^']+)'/g)].map(([, word = '']) => word)
}

describe('docs/errors.md', () => {
  const page = readPage('docs/errors.md')

  it('has every code with its usual advice, and no other', () => {
    const codes = unionOf('packages/core/src/errors.ts', 'FailureCode') as readonly FailureCode[]
    const said = tableRows(page, /^## Codes/).slice(1)
    expect(said.map(([code, , , retry]) => [plain(code), plain(retry)])).toEqual(
      codes.map((code) => [code, fail(code, '').retry]),
    )
  })

  it('has every advice, and no other', () => {
    const advices = unionOf('packages/core/src/errors.ts', 'RetryAdvice')
    expect(
      tableRows(page, /^## Retry advice/)
        .slice(1)
        .map(([advice]) => plain(advice)),
    ).toEqual(advices)
  })
})

/** A page about watching lists what a log can hear. */
describe.each(['docs/go-live.md', 'docs/go-live.zh-CN.md'])('%s', (path) => {
  it('has every event of the log, and no other', () => {
    const events = [...readPage('packages/core/src/ports.ts').matchAll(/readonly event: '([^']+)'/g)].map(([, event]) => event)
    const told = tableRows(readPage(path), /^## (Watching|监控)/).slice(1)
    expect(told.map(([event]) => plain(event)).toSorted()).toEqual(events.toSorted())
  })
})
