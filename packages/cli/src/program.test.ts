import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { displayWidth } from './desk/table.ts'
import { runCli } from './desk.fixture.ts'
import { buildProgram } from './program.ts'

/** The commands that do something, as the help shows them. */
function leaves(parent: Command): readonly Command[] {
  const shown = parent.createHelp().visibleCommands(parent)
  const commands = shown.filter((command) => command.name() !== 'help')
  return commands.flatMap((command) => (command.commands.length > 0 ? leaves(command) : [command]))
}

describe('the command line', () => {
  it('can be looked into without running anything', () => {
    expect(buildProgram().commands.map((command) => command.name())).toContain('demo')
  })

  it('takes --json and --lang at every command', () => {
    const lacking = leaves(buildProgram()).flatMap((command) => {
      const known = command.options.map(({ long }) => long)
      return ['--json', '--lang'].filter((name) => !known.includes(name)).map((name) => `${command.name()} ${name}`)
    })
    expect(lacking).toEqual([])
  })

  it('names what it has when it is asked for something else, and ends with 2', async () => {
    await expect(runCli(['dmo'])).resolves.toEqual({
      code: 2,
      stdout: '',
      stderr:
        'tpkit: The command line is wrong; nothing was sent.\nunknown command \'dmo\'\n(Did you mean demo?)\n"tpkit --help" shows what there is.\n',
    })
  })

  it('says in Chinese what is wrong, and where to look', async () => {
    const { code, stderr } = await runCli(['demo', '--lang', 'zh', '--scenne', 'native'])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /^tpkit: 命令行有误[\s\S]*未知选项 '--scenne'\n（是否想写 --scene？）\n“tpkit demo --help” 列出全部用法/,
    )
  })

  it('gives programs what is wrong with the command line as JSON', async () => {
    const { code, stdout, stderr } = await runCli(['sandbox', '--port', '99999', '--json'])
    expect([code, stderr]).toEqual([2, ''])
    expect(JSON.parse(stdout)).toEqual({
      error: { code: 'USAGE', message: expect.stringContaining('port: expected a number from 0 to 65535') },
    })
  })

  it('takes no option for the value of the one before it', async () => {
    const { code, stdout, stderr } = await runCli(['pay', '--total', '1.00', '--out-trade-no', '--no-wait'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain("option '--out-trade-no <number>' argument missing")
  })

  it('plays a .tpcase file as it is', async () => {
    const { code, stderr } = await runCli(['replay', 'a.tpcase', '--times', '2'])
    expect(code).toBe(2)
    expect(stderr).toContain('leave --times and --fault out')
  })

  it('refuses a value that is said twice, and names the option: money would move by the last one', async () => {
    const { code, stderr } = await runCli(['pay', '--total', '1', '--total', '2'])
    expect([code, stderr]).toEqual([2, expect.stringContaining("option '--total <amount>' given more than once")])
    const chinese = await runCli(['refund', 'T1', '--total', '1', '--lang', 'zh', '--amount', '1', '--amount=2'])
    expect([chinese.code, chinese.stderr]).toEqual([2, expect.stringContaining("选项 '--amount <amount>' 出现了多次")])
    expect((await runCli(['verify', '-H', 'a: 1', '-H', 'b: 2', '-c', 'none.yaml'])).stderr).not.toContain('more than once')
  })

  it('takes no short option for a value: "--out-refund-no -y" is no number', async () => {
    const { code, stderr } = await runCli(['refund', 'T1', '--total', '1', '--out-refund-no', '-y'])
    expect([code, stderr]).toEqual([2, expect.stringContaining("option '--out-refund-no <number>' argument missing")])
  })

  it('shows all commands in lines that fit, what each takes only in its own help', async () => {
    const lines = (await runCli(['--help'])).stdout.split('\n')
    expect(lines.join()).not.toMatch(/\p{Script=Han}/u)
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([])
    expect(lines.filter((line) => line.endsWith(':'))).toEqual([
      'Options:',
      'Begin:',
      'Move money:',
      'Keep orders:',
      'Let apps in:',
      'Look at notifies:',
      'Try without money:',
      'More:',
    ])
    for (const command of leaves(buildProgram())) {
      const { stdout } = await runCli([...(command.parent?.name() === 'new' ? ['new'] : []), command.name(), '--help'])
      expect(stdout.split('\n').filter((line) => displayWidth(line) > 100)).toEqual([])
    }
  })

  it('shows its help on stdout, and ends with 0', async () => {
    const { code, stdout, stderr } = await runCli(['--help'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('Usage: tpkit')
  })
})
