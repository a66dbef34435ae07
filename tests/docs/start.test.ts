import { describe, expect, it } from 'vitest'
import { pages } from './pages.ts'
import { follow, shows } from './reader.ts'

const walked = pages().filter(({ blocks }) => blocks.some(({ kind, info }) => kind === 'sh' && info.has('run')))

describe('a page that a reader follows in an empty folder', () => {
  it('is there for beginners in both languages, and for the command', () => {
    expect(walked.map(({ path }) => path)).toEqual(['docs/cli.md', 'docs/start.md', 'docs/start.zh-CN.md'])
  })

  it.each(walked.map((page) => [page.path, page] as const))('%s: every line of it does what it says', async (_path, page) => {
    const answered = await follow(page)
    expect(answered.flatMap(({ said }) => said).filter(({ code }) => code !== 0)).toEqual([])
    for (const { at, said, shown } of answered) {
      const stdout = said.map((one) => one.stdout).join('')
      if (shown !== undefined && !shows(shown, stdout)) expect(`${at}\n${stdout}`).toBe(`${at}\n${shown}`)
    }
  })

  it.each([
    ['paid: … yuan', 'paid: 19.90 yuan\n', true],
    ['paid: … yuan', 'open: 19.90 yuan', false],
    ['paid: … yuan', 'paid: 19.90 fen', false],
    ['a…b…c', 'a1b2c', true],
    ['a…b…c', 'a1c2b', false],
    ['ab…bc', 'abc', false],
    ['…', 'anything', true],
  ])('would be found out where it shows something else: %j of %j', (shown, said, same) => {
    expect(shows(shown, said)).toBe(same)
  })
})
