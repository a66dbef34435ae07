/** Reads the command lines of the pages, and holds them against the real program. */
import type { Block } from './pages.ts'
import { readPage } from './pages.ts'

/** What these tests need of a commander command; the program is handed in. */
export interface CommandLike {
  readonly name: () => string
  readonly commands: readonly CommandLike[]
  readonly options: readonly OptionLike[]
  readonly registeredArguments: readonly ArgumentLike[]
}

interface OptionLike {
  readonly long?: string | undefined
  readonly short?: string | undefined
  readonly required: boolean
  readonly optional: boolean
  readonly argChoices?: readonly string[] | undefined
}

interface ArgumentLike {
  readonly required: boolean
  readonly variadic: boolean
  readonly argChoices?: readonly string[] | undefined
  readonly name: () => string
}

export interface Line {
  readonly at: string
  readonly words: readonly string[]
}

/** The commands of a block, one a line; a back-slash joins lines, "&&" and "|" part them; comments are left out. */
export function linesOf({ page, line, text }: Block): readonly Line[] {
  const rows = text.replace(/\\\n\s*/g, ' ').split('\n')
  return rows.flatMap((row, index) =>
    wordsOf(row).map((words) => ({ at: `${page}:${line + 1 + index}`, words: words.filter((word) => word !== '') })),
  )
}

/** A shell's words, as far as pages need them: quotes, comments, "&&", pipes and redirections. */
function wordsOf(row: string): readonly (readonly string[])[] {
  const parts = [...row.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(&&|\||>)|(#.*$)|([^\s"'|&>#][^\s"'|&>]*)/g)]
  const commands: string[][] = [[]]
  for (const [, double, single, parting, comment, bare] of parts) {
    if (comment !== undefined) continue
    if (parting !== undefined) commands.push([])
    else if (commands.at(-1)?.at(0) !== '>') commands.at(-1)?.push(double ?? single ?? bare ?? '')
  }
  return commands.filter((words) => words.length > 0)
}

/** The words after `tpkit`, however it is called; undefined for everything else. */
export function tpkitWords(words: readonly string[]): readonly string[] | undefined {
  const own = words.filter((word, index) => index > 0 || !/^[A-Z_]+=/.test(word))
  if (own[0] === 'tpkit') return own.slice(1)
  if (own[0] === 'npx' && own[1] === 'tpkit') return own.slice(2)
  const script = own[0] === 'npm' && own[1] === 'run' ? scripts()[own[2] ?? ''] : undefined
  const [, command] = /^node packages\/cli\/bin\/tpkit\.js (\w+)$/.exec(script ?? '') ?? []
  return command === undefined ? undefined : [command, ...own.slice(own[3] === '--' ? 4 : 3)]
}

function scripts(): Readonly<Record<string, string>> {
  const { scripts: known }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(readPage('package.json'))
  return known
}

/** Words that a page may call beside ours. */
const FOREIGN = [
  ...['curl', 'cd', 'mkdir', 'npm', 'npx', 'node', 'export', 'kill', 'git', 'chmod', 'openssl', 'brew', 'source'],
  ...['sqlite3', 'pg_dump'],
]

/** What is wrong with a line; undefined where the program has all of it. */
export function wrongIn(program: CommandLike, { at, words }: Line): string | undefined {
  const asked = tpkitWords(words)
  if (asked) return wrongCall(program, asked, at)
  const name = words.find((word) => !/^[A-Z_]+=/.test(word)) ?? ''
  if (!FOREIGN.includes(name)) return `${at}: expected a command of tpkit or one of ${FOREIGN.join(', ')}, found "${name}"`
  const script = name === 'npm' && words[1] === 'run' ? words[2] : undefined
  return script === undefined || scripts()[script] ? undefined : `${at}: expected a script of package.json, found "${script}"`
}

function wrongCall(command: CommandLike, words: readonly string[], at: string, path = 'tpkit'): string | undefined {
  const sub = command.commands.find((each) => each.name() === words[0])
  if (sub) return wrongCall(sub, words.slice(1), at, `${path} ${sub.name()}`)
  if (command.commands.length > 0 && words[0]?.startsWith('-') === false) return `${at}: ${path} has no command "${words[0]}"`
  const { operands, wrong } = splitOptions(command, words)
  return wrong[0] ? `${at}: ${path}: ${wrong[0]}` : wrongOperands(command, operands, `${at}: ${path}`)
}

function splitOptions(command: CommandLike, words: readonly string[]) {
  const [operands, wrong, left]: [string[], string[], string[]] = [[], [], [...words]]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [name = '', value] = word.split(/=(.*)/s)
    if (!/^--?[a-zA-Z]/.test(name)) operands.push(word)
    else if (!['--help', '-h', '--version', '-V'].includes(name)) {
      const option = command.options.find(({ long, short }) => name === long || name === short)
      wrong.push(...wrongOption(name, option, option?.required ? (value ?? left.shift()) : value))
    }
  }
  return { operands, wrong }
}

function wrongOption(name: string, option: OptionLike | undefined, given: string | undefined): readonly string[] {
  if (!option) return [`expected an option that it has, found ${name}`]
  if (option.required && given === undefined) return [`expected a value after ${name}`]
  const { argChoices } = option
  return argChoices && given !== undefined && !argChoices.includes(given)
    ? [`${name}: expected ${argChoices.join(', ')}, found ${given}`]
    : []
}

function wrongOperands({ registeredArguments }: CommandLike, operands: readonly string[], at: string): string | undefined {
  const missing = registeredArguments.filter(({ required }) => required)[operands.length]
  if (missing) return `${at}: expected <${missing.name()}>`
  if (operands.length > registeredArguments.length && !registeredArguments.at(-1)?.variadic)
    return `${at}: expected no "${operands.at(-1)}"`
  const wrong = registeredArguments.find(
    ({ argChoices }, index) => argChoices && operands[index] !== undefined && !argChoices.includes(operands[index]),
  )
  return wrong && `${at}: <${wrong.name()}>: expected ${wrong.argChoices?.join(', ')}`
}
