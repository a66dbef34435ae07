import { Writable } from 'node:stream'
import { TPError, tpError } from '@tpkit/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { testDesk } from '../desk.fixture.ts'
import { painter } from './desk.ts'
import { tellFault } from './fault.ts'
import { interruptible } from './interruptible.ts'
import { asStarted, commandLine } from './line.ts'
import { processTerminal } from './terminal.ts'
import { localTime } from './time.ts'
import { instant, lengthMs } from './values.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('a desk', () => {
  it('speaks to people or to programs, never to both', () => {
    const people = testDesk()
    people.desk.say('one')
    people.desk.answer({ one: 1 })
    people.desk.next('two')
    expect(people.printed()).toBe('one\n\nNext: two\n')
    const programs = testDesk({ json: true })
    programs.desk.say('one')
    programs.desk.next('two')
    programs.desk.answer({ amount: 1990n, huge: 2n ** 60n })
    expect(JSON.parse(programs.printed())).toEqual({ amount: 1990, huge: '1152921504606846976' })
  })

  it('says one JSON object a line where it answers more than once', () => {
    const { desk, printed } = testDesk({ json: true, lines: true })
    desk.answer({ event: 'one' })
    desk.answer({ event: 'two' })
    expect(printed()).toBe('{"event":"one"}\n{"event":"two"}\n')
  })

  it('shows passing news as one line, cut to the width, and takes it away before it says anything', () => {
    const { desk, ended } = testDesk({ tty: true })
    desk.progress('付'.repeat(60))
    desk.progress('two')
    desk.say('done')
    expect(ended().stderr).toBe(`${'付'.repeat(39)}\r\u001b[2Ktwo\r\u001b[2K`)
    const piped = testDesk()
    piped.desk.progress('two')
    expect(piped.ended().stderr).toBe('')
  })
})

describe('colours', () => {
  const stream = (isTTY: boolean) => Object.assign(new Writable(), { isTTY, getColorDepth: () => (isColourless() ? 1 : 24) })
  const isColourless = () => process.env.NO_COLOR !== undefined
  const red = '\u001b[31mx\u001b[39m'

  it.each([
    ['shown to a person', true, {}, red],
    ['left out of a pipe', false, {}, 'x'],
    ['left out where NO_COLOR asks for it', true, { NO_COLOR: '1' }, 'x'],
    ['shown in a pipe where FORCE_COLOR asks for it', false, { FORCE_COLOR: '1' }, red],
  ])('are %s', (_what, isTTY, env, expected) => {
    for (const name of ['NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(name, undefined)
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    expect(painter(stream(isTTY))('red', 'x')).toBe(expected)
  })
})

describe('a fault', () => {
  const fault = (code: TPError['code']) => new TPError({ code, message: 'key: expected one, found none', retry: 'after-fix' })

  it.each([
    [
      'CONFIG',
      2,
      /^tpkit: The configuration or the environment is wrong; nothing was sent\.\nkey: expected one, found none\n\nNext: "tpkit doctor"/,
    ],
    ['INVALID', 2, /^tpkit: A value is wrong; nothing was sent\.\nkey/],
    ['UNSUPPORTED', 2, /cannot do that; nothing was sent/],
    ['UNAUTHORIZED', 1, /does not accept who we say we are[^\n]*\nkey[^\n]*\n\nNext: "tpkit doctor --live"/],
    ['UNAVAILABLE', 1, /cannot be reached; try again\.\nkey[^\n]*\n\nNext: say it again; "tpkit doctor"/],
  ] as const)('%s ends with %i, in one paragraph', (code, exit, sentence) => {
    const { desk, ended } = testDesk()
    expect(tellFault(desk, fault(code))).toBe(exit)
    expect(ended()).toMatchObject({ stdout: '', stderr: expect.stringMatching(sentence) })
  })

  it('says of books out of reach that they are the books', () => {
    const { desk, ended } = testDesk()
    tellFault(
      desk,
      tpError('UNAVAILABLE', 'ledger: expected to write, found that it cannot be done: the disk is full; make room'),
    )
    expect(ended().stderr).toMatch(
      /^tpkit: The ledger cannot be reached; nothing was written\.\nledger: [^\n]+\n\nNext: mend what the line above names/,
    )
  })

  it('of an address to call that is missing leads to the configuration: no option gives it', () => {
    const { desk, ended } = testDesk()
    tellFault(desk, new TPError({ code: 'INVALID', message: 'notifyUrl: expected one, found nothing', retry: 'after-fix' }))
    expect(ended().stderr).toContain('Next: write notifyUrl: https://<your host>/notify/<account> into the account')
  })

  it('is told in Chinese', () => {
    const { desk, ended } = testDesk({ lang: 'zh' })
    tellFault(desk, fault('CONFIG'))
    expect(ended().stderr).toMatch(/^tpkit: 配置或环境有误；没有发出任何请求。\n[^\n]+\n\n下一步：/)
  })

  it('is one JSON document for programs', () => {
    const { desk, ended } = testDesk({ json: true })
    expect(tellFault(desk, fault('UNVERIFIED'))).toBe(1)
    expect(ended().stderr).toBe('')
    expect(JSON.parse(ended().stdout)).toEqual({
      error: { code: 'UNVERIFIED', message: 'key: expected one, found none', retry: 'after-fix' },
    })
  })

  it('that is a limit ends with 2 where the value was typed, with 1 where the wallet sent it', () => {
    const limit = (retry: 'after-fix' | 'never') => new TPError({ code: 'LIMIT', message: 'amount: expected less', retry })
    expect([tellFault(testDesk().desk, limit('after-fix')), tellFault(testDesk().desk, limit('never'))]).toEqual([2, 1])
  })

  it('that nobody foresaw shows no stack', () => {
    const { desk, ended } = testDesk()
    expect(tellFault(desk, new Error('boom'))).toBe(1)
    expect(ended().stderr).toBe('tpkit: boom\n')
  })
})

describe('Ctrl+C, and a terminal that closes', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s is told to the work instead of ending the process, and only while it runs',
    async (name) => {
      const before = process.listenerCount(name)
      const reason = await interruptible(processTerminal(), async (signal) => {
        process.emit(name)
        return signal.aborted
      })
      expect([reason, process.listenerCount(name)]).toEqual([true, before])
    },
  )
})

describe('a pipe whose reader has gone', () => {
  it('ends the work as Ctrl+C does', async () => {
    const isAborted = await interruptible(processTerminal(), async (signal) => {
      process.stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
      return signal.aborted
    })
    expect(isAborted).toBe(true)
  })
})

describe('a line to type next', () => {
  const at = (env: Record<string, string>) => ({ ...testDesk().desk.terminal, env })

  it('is quoted for the shell', () => {
    expect(commandLine(at({}), 'pay', '--subject', "tea for 'two'", '--total', '19.90')).toBe(
      `tpkit pay --subject 'tea for '\\''two'\\''' --total 19.90`,
    )
  })

  it('starts as this one was started', () => {
    const { desk, ended } = testDesk({ env: { npm_command: 'exec' } })
    tellFault(desk, new TPError({ code: 'CONFIG', message: 'none', retry: 'after-fix' }))
    expect(ended().stderr).toContain('"npx tpkit doctor" looks at all of it')
    for (const npm_command of ['exec', 'run-script', 'start']) {
      expect(commandLine(at({ npm_command }), 'doctor')).toBe('npx tpkit doctor')
    }
  })

  it('reads the configuration that this one read', () => {
    const said = (sentence: string) => asStarted(at({}), sentence, 'my shop/c.json')
    expect(said('run "tpkit doctor --live" again.')).toBe(`run "tpkit doctor --live -c 'my shop/c.json'" again.`)
    expect(said('先 “tpkit pay --total 1.00”。')).toBe(`先 “tpkit pay --total 1.00 -c 'my shop/c.json'”。`)
    for (const other of ['"tpkit sandbox"', '"tpkit pay --help"', '"tpkit doctor -c b.yaml"']) expect(said(other)).toBe(other)
    expect(asStarted(at({}), '"tpkit doctor"', 'tpkit.config.yaml')).toBe('"tpkit doctor"')
  })

  it('leads to a new configuration only where there is none', () => {
    const wrong = new TPError({ code: 'CONFIG', message: 'wrong', retry: 'after-fix' })
    const told = (config: string) => {
      const { desk, ended } = testDesk({ cwd: import.meta.dirname, config })
      tellFault(desk, wrong)
      return ended().stderr
    }
    expect(told('desk.ts')).toContain('Next: "tpkit doctor -c desk.ts"')
    expect(told('desk.ts')).not.toContain('init')
    expect(told('none.yaml')).toContain('Next: "tpkit init"')
  })
})

it('a moment is shown in the zone of the machine, with its offset', () => {
  vi.stubEnv('TZ', 'Asia/Shanghai')
  expect(localTime(Date.UTC(2026, 10, 26, 2, 12, 59))).toBe('2026-11-26 10:12:59 +08:00')
  vi.stubEnv('TZ', 'America/St_Johns')
  expect(localTime(Date.UTC(2026, 10, 26, 2, 12, 59))).toBe('2026-11-25 22:42:59 -03:30')
})

describe('values of options', () => {
  it('lengths of time', () => {
    expect(['90s', '15m', '1h30m', '2d'].map(lengthMs)).toEqual([90_000, 900_000, 5_400_000, 172_800_000])
    expect(() => lengthMs('15')).toThrow(/expected a length of time/)
  })

  it('moments, with their offset', () => {
    expect(instant('2026-01-31T12:00:00+08:00')).toBe(Date.UTC(2026, 0, 31, 4))
    for (const text of ['2026-01-31T12:00:00', '2026-02-31', 'now', '2026-13-01T00:00:00Z']) {
      expect(() => instant(text)).toThrow(/ISO 8601 time with offset/)
    }
  })
})
