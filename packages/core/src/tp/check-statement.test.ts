import { describe, expect, it } from 'vitest'
import type { StatementQuery } from '../contract/command.ts'
import type { Timing } from '../contract/manifest.ts'
import { manifest } from '../hard-cases/world.fixture.ts'
import { checkStatement } from './check-command.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const query: StatementQuery = { day: '2026-02-28', kind: 'trade' }
/** Midnight in Beijing. */
const END = Date.parse('2026-03-01T00:00:00+08:00')
const timing: Timing = {
  ...manifest({ scenes: ['native'], abilities: ['statement'] }).timing,
  statement: { readyAfterMs: 10 * HOUR, keptDays: 90 },
}

const check = (nowMs: number, asked: unknown = query, times = timing) => {
  // As plain JavaScript would call it.
  checkStatement(asked as StatementQuery, times, nowMs)
}
const failing = (code: string, words: string) => expect.objectContaining({ code, message: expect.stringContaining(words) })

describe('a day whose statement is asked for', () => {
  it('must be over in Beijing, whatever the wallet says', () => {
    expect(() => check(END - 1)).toThrow(failing('INVALID', 'over in Beijing, found 2026-02-28'))
    const { statement: _statement, ...unsaid } = timing
    expect(() => check(END - 1, query, unsaid)).toThrow(failing('INVALID', 'over in Beijing'))
    expect(() => check(END, query, unsaid)).not.toThrow()
  })

  it('is asked for again later before its file is due, and the sentence says from when on', () => {
    expect(() => check(END + 10 * HOUR - 1)).toThrow(failing('UNAVAILABLE', 'ask again from 2026-03-01T02:00:00.000Z on'))
    expect(() => check(END + 10 * HOUR)).not.toThrow()
  })

  it('must not be older than the wallet keeps it, and a day', () => {
    expect(() => check(END + 91 * DAY)).not.toThrow()
    expect(() => check(END + 91 * DAY + 1)).toThrow(failing('LIMIT', 'one of the last 90 days'))
  })

  it.each([
    ['no query', 'nothing', 'day and kind'],
    ['null', null, 'day and kind'],
    ['no day', { kind: 'trade' }, 'day: expected a day'],
    ['a day that no calendar has', { ...query, day: '2026-02-30' }, 'found "2026-02-30"'],
    ['a day in other digits', { ...query, day: '２０２６-02-28' }, 'day: expected'],
    ['a moment', { ...query, day: END }, 'day: expected'],
    ['no kind', { day: query.day }, 'kind: expected'],
  ])('%s is a sentence', (_what, asked, words) => {
    expect(() => check(END + DAY, asked)).toThrow(failing('INVALID', words))
  })
})
