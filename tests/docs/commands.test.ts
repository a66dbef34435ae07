import { describe, expect, it } from 'vitest'
import { EXIT } from '../../packages/cli/src/desk/exit.ts'
import { buildProgram } from '../../packages/cli/src/program.ts'
import { type CommandLike, linesOf, wrongIn } from './command-lines.ts'
import { pageOf, pages, readPage, sectionOf, tableRows } from './pages.ts'

const program: CommandLike = buildProgram()

describe('a command line on a page', () => {
  it('names commands, options and choices that the program has', () => {
    const lines = pages()
      .flatMap(({ blocks }) => blocks)
      .filter(({ kind }) => kind === 'sh')
      .flatMap(linesOf)
    expect(lines.flatMap((line) => wrongIn(program, line) ?? [])).toEqual([])
  })

  it.each([
    ['tpkit dmo'],
    ['npx tpkit demo --scenes native'],
    ['tpkit demo --scene cash'],
    ['tpkit trigger'],
    ['tpkit trigger sleep T-1'],
    ['tpkit clock +31m +32m'],
    ['npm run no-such-script'],
    ['rm -rf /'],
  ])('would be found out: %s', (text) => {
    const lines = pageOf('x.md', `\`\`\`sh\n${text}\n\`\`\``).blocks.flatMap(linesOf)
    expect(lines.flatMap((line) => wrongIn(program, line) ?? [])).toHaveLength(1)
  })
})

describe('docs/cli.md', () => {
  const page = readPage('docs/cli.md')
  const plain = (cell = '') => cell.replaceAll('`', '')
  const commands = leaves(program, 'tpkit')

  it('has every command with its arguments as a heading, and no other', () => {
    const headings = [...page.matchAll(/^## (tpkit .*)$/gm)].map(([, heading]) => heading)
    expect(headings.toSorted()).toEqual(
      commands.map(([path, command]) => [path, ...command.registeredArguments.map(shown)].join(' ')).toSorted(),
    )
  })

  it.each(commands)('%s: has every option, and no other', (path, command) => {
    const own = command.options.map(({ long }) => long ?? '').filter((long) => !COMMON.includes(long))
    const section = sectionOf(page, new RegExp(`^## ${path}(?: [<[]|$)`))
    const told = tableRows(section).flatMap(([cell]) => /--[a-z-]+/.exec(plain(cell))?.[0] ?? [])
    expect(told.toSorted()).toEqual(own.toSorted())
  })

  it('has what every command takes', () => {
    const told = tableRows(page, /^## Every command/).flatMap(([cell]) => /--[a-z-]+/.exec(plain(cell))?.[0] ?? [])
    expect(told).toEqual(COMMON)
  })

  it('has every exit code, and no other', () => {
    const told = tableRows(page, /^## Exit codes/).slice(1)
    expect(told.map(([code]) => plain(code))).toEqual(Object.values(EXIT).map(String))
  })
})

/** Said once for all of them. */
const COMMON = ['--lang', '--json', '--config']

type Argument = CommandLike['registeredArguments'][number]

function shown(argument: Argument): string {
  const word = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${word}>` : `[${word}]`
}

/** The commands that people type, by their whole name. */
function leaves(command: CommandLike, path: string): readonly (readonly [string, CommandLike])[] {
  return command.commands
    .filter((each) => Reflect.get(each, '_hidden') !== true)
    .flatMap((each) => {
      const name = `${path} ${each.name()}`
      return each.commands.length > 0 ? leaves(each, name) : [[name, each] as const]
    })
}
