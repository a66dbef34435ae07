import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { displayWidth } from '../desk/table.ts'
import { runCli } from '../desk.fixture.ts'
import { buildProgram } from '../program.ts'
import { CHINESE_TEXTS } from './chinese-texts.ts'

const COMMANDS = all(buildProgram())

function all(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(all)]
}

/** What a help shows for people; what stands below it, where that is more than lines to copy. */
function textsOf(command: Command): readonly string[] {
  const help = command.createHelp()
  const written: string[] = []
  command.configureOutput({ writeOut: (text) => written.push(text.replace(/\n$/, '')) }).outputHelp()
  return [
    command.summary(),
    command.description(),
    ...help.visibleOptions(command).map(({ description }) => description),
    ...command.registeredArguments.map(({ description }) => description),
    ...help.visibleCommands(command).flatMap((one) => [one.description(), one.helpGroup()]),
    ...written.slice(1).filter((text) => !text.includes('source <(')),
  ].filter((text) => text !== '')
}

describe('the help', () => {
  it('has a Chinese text for every English one, and no other', () => {
    const said = new Set(COMMANDS.flatMap(textsOf))
    for (const heading of ['Usage:', 'Arguments:', 'Options:', 'Commands:']) said.add(heading)
    expect([...said].filter((text) => !(text in CHINESE_TEXTS))).toEqual([])
    expect(Object.keys(CHINESE_TEXTS).filter((text) => !said.has(text))).toEqual([])
  })

  it('speaks the language of the machine, or the one that is asked for, before the command or behind it', async () => {
    const lines = [
      [['--help'], { LANG: 'zh_CN.UTF-8' }],
      [['--lang', 'zh', 'pay', '--help'], {}],
      [['pay', '--lang', 'zh', '--help'], {}],
    ] as const
    for (const [args, env] of lines) {
      const { code, stdout } = await runCli(args, { env })
      expect(code).toBe(0)
      expect(stdout).toMatch(/^用法：tpkit [\s\S]*选项：[\s\S]*显示用法/)
      expect(stdout).toMatch(/（可选值：en、zh）/)
      expect(stdout).not.toMatch(/Options:|Ends with|choices:|default:/)
      expect(stdout.split('\n').filter((line) => displayWidth(line) > 90)).toEqual([])
    }
  })
})

it('of a command that there is not is a mistake', async () => {
  const { code, stdout, stderr } = await runCli(['--lang', 'zh', 'help', 'plugin'])
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toMatch(/未知命令 'plugin'\n?（是否想写 plugins？）/)
  expect(await runCli(['help', 'plugins'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: tpkit plugins') })
})

it('an option before the command is that of the command', async () => {
  const { stdout } = await runCli(['--lang', 'zh', 'plugins', '-c', 'none.yaml'])
  expect(stdout).toContain('下一步：')
})
