import { expect, it } from 'vitest'
import { mislabelled } from './kinds.ts'
import { pageOf, pages } from './pages.ts'

it('every block says what it is, and whether it is run or why not', () => {
  expect(
    pages()
      .flatMap(({ blocks }) => blocks)
      .flatMap(mislabelled),
  ).toEqual([])
})

it.each([
  ['no kind', '```\nx\n```'],
  ['an unknown kind', '```bash\nx\n```'],
  ['a program that is neither run nor explained', '```ts\nx\n```'],
  ['a reason that is none', '```sh norun="too slow"\nx\n```'],
])('would be found out: %s', (_what, text) => {
  expect(pageOf('x.md', text).blocks.flatMap(mislabelled)).toHaveLength(1)
})
