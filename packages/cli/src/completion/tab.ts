import { RootCommand, type Command as TabCommand } from '@bomb.sh/tab'
import type { Command, Option } from 'commander'
import type { Terminal } from '../desk/terminal.ts'
import { configuredNames } from './names.ts'

/** What may follow these words of a command line, one candidate a line, as the shell scripts read it. */
export function candidates(program: Command, words: readonly string[], terminal: Terminal): string {
  const root = new RootCommand()
  const names = (kind: 'accounts' | 'methods') => configuredNames(kind, words, terminal)
  describeAll(root, program, '', names)
  return printedBy(() => root.parse([...words]))
}

type Names = (kind: 'accounts' | 'methods') => readonly string[]

/** Not the adapter of tab: that one adds commands of its own to the program, without --json and --lang. */
function describeAll(root: RootCommand, parent: Command, path: string, names: Names): void {
  const help = parent.createHelp()
  for (const command of help.visibleCommands(parent)) {
    const name = `${path}${command.name()}`
    const described = root.command(name, command.summary() || command.description())
    for (const option of help.visibleOptions(command)) describeOption(described, option, names)
    for (const argument of command.registeredArguments) {
      described.argument(argument.name(), offering(argument.argChoices ?? []), argument.variadic)
    }
    describeAll(root, command, `${name} `, names)
  }
}

function describeOption(command: TabCommand, option: Option, names: Names): void {
  const name = option.long?.slice(2) ?? option.name()
  const alias = option.short?.slice(1)
  if (option.required || option.optional) command.option(name, option.description, offering(valuesOf(option, names)), alias)
  else if (alias === undefined) command.option(name, option.description)
  else command.option(name, option.description, alias)
}

function valuesOf({ long, argChoices }: Option, names: Names): readonly string[] {
  if (long === '--account') return names('accounts')
  if (long === '--method') return names('methods')
  return argChoices ?? []
}

function offering(values: readonly string[]): (complete: (value: string, description: string) => void) => void {
  return (complete) => {
    for (const value of values) complete(value, '')
  }
}

/** tab prints to the console; where a command's output goes is its desk's business. */
function printedBy(work: () => void): string {
  const lines: string[] = []
  const { log } = console
  console.log = (line: string) => void lines.push(line)
  try {
    work()
  } finally {
    console.log = log
  }
  return lines.join('\n')
}
