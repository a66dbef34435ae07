import { expect, it } from 'vitest'
import { pageOf, pages } from './pages.ts'
import { typeErrors } from './typescript.ts'

const blocks = pages()
  .flatMap((page) => page.blocks)
  .filter(({ kind, info }) => kind === 'ts' && !info.has('title')) // a test of the example compares the quoted ones

it('every program of the pages compiles', () => {
  expect(typeErrors(blocks)).toEqual([])
})

it('a wrong line would be found, at its place in its page', () => {
  const page = pageOf('docs/x.md', '# X\n\n```ts fragment=shop\nconst n: number = 1\nconst t: number = outTradeNo\n```')
  expect(typeErrors(page.blocks, 'planted')).toEqual([expect.stringMatching(/^docs\/x\.md:5 TS2322: /)])
})
