import { describe, expect, it } from 'vitest'
import { pages } from './pages.ts'
import { follow } from './reader.ts'

const walked = pages().filter(({ blocks }) => blocks.some(({ kind, info }) => kind === 'sh' && info.has('run')))

describe('a page that a reader follows in an empty folder', () => {
  it('is there in both languages', () => {
    expect(walked.map(({ path }) => path)).toEqual(expect.arrayContaining(['docs/start.md', 'docs/start.zh-CN.md']))
  })

  it.each(walked.map((page) => [page.path, page] as const))('%s: every line of it does what it says', async (_path, page) => {
    const said = await follow(page)
    expect(said.filter(({ code }) => code !== 0)).toEqual([])
    expect(said.at(-1)?.stdout).toMatch(/processing|refunded|退款/i)
  })
})
