import { Command, CommanderError } from 'commander'
import { apikeysCommand } from './commands/apikeys.ts'
import { auditCommand, purgeCommand } from './commands/audit.ts'
import { clockCommand } from './commands/clock.ts'
import { closeCommand } from './commands/close.ts'
import { completeCommand, completionCommand } from './commands/completion.ts'
import { decideCommand } from './commands/decide.ts'
import { demoCommand } from './commands/demo.ts'
import { devCommand } from './commands/dev.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { initCommand } from './commands/init.ts'
import { listenCommand } from './commands/listen.ts'
import { merchantsCommand } from './commands/merchants.ts'
import { newCommand } from './commands/new.ts'
import { orderViewCommand } from './commands/order.ts'
import { ordersCommand } from './commands/orders.ts'
import { payCommand } from './commands/pay.ts'
import { pluginsCommand } from './commands/plugins.ts'
import { queryCommand } from './commands/query.ts'
import { reconcileCommand } from './commands/reconcile.ts'
import { refundCommand } from './commands/refund.ts'
import { replayCommand } from './commands/replay.ts'
import { reverseCommand } from './commands/reverse.ts'
import { sandboxCommand } from './commands/sandbox.ts'
import { schemaCommand } from './commands/schema.ts'
import { serveCommand } from './commands/serve.ts'
import { statementCommand } from './commands/statement.ts'
import { triggerCommand } from './commands/trigger.ts'
import { typesCommand } from './commands/types.ts'
import { verifyCommand } from './commands/verify.ts'
import { webhooksCommand } from './commands/webhooks.ts'
import { langOption, seat } from './desk/action.ts'
import { painter } from './desk/desk.ts'
import { EXIT } from './desk/exit.ts'
import { asStarted } from './desk/line.ts'
import type { Terminal } from './desk/terminal.ts'
import { gather } from './desk/values.ts'
import { type Lang, langOf } from './lang.ts'
import { packageVersion } from './version.ts'

const MORE = 'More:'

/** Every command, by what it is for, in the order of `--help`. Each imports its work when it runs. */
const GROUPS: Readonly<Record<string, readonly (() => Command)[]>> = {
  'Begin:': [initCommand, doctorCommand, pluginsCommand, explainCommand, schemaCommand, typesCommand],
  'Move money:': [payCommand, queryCommand, refundCommand, closeCommand, reverseCommand, statementCommand],
  'Keep orders:': [ordersCommand, orderViewCommand, reconcileCommand, decideCommand, auditCommand, purgeCommand],
  'Let apps in:': [serveCommand, merchantsCommand, apikeysCommand, webhooksCommand],
  'Look at notifies:': [listenCommand, verifyCommand],
  'Try without money:': [demoCommand, devCommand, sandboxCommand, triggerCommand, replayCommand, clockCommand],
  [MORE]: [newCommand, completionCommand],
}

const WRONG: Readonly<Record<Lang, string>> = {
  en: 'The command line is wrong; nothing was sent.',
  zh: '命令行有误；没有发出任何请求。',
}
const SEE: Readonly<Record<Lang, (command: string) => string>> = {
  en: (command) => `"${command} --help" shows what there is.`,
  zh: (command) => `“${command} --help” 列出全部用法。`,
}

/** The whole command line, as data until it is parsed: docs tests and completion look into it. */
export function buildProgram(): Command {
  const program = new Command('tpkit')
    .version(packageVersion())
    // A command's own help says what it takes; a column for it would leave no room for what it does.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .description('Take payments through many wallets behind one interface.')
    .showSuggestionAfterError()
    // In front of the command `--lang` is the program's; behind it, the command's own.
    .enablePositionalOptions()
    .addOption(langOption())
    .hook('preAction', (_program, command) => refuseSwallowed(command))
  for (const [heading, commands] of Object.entries(GROUPS)) {
    program.commandsGroup(heading)
    for (const command of commands) program.addCommand(command())
  }
  const help = new Command('help').argument('[command]').helpOption(false).description('what a command takes')
  program.addHelpCommand(help.helpGroup(MORE)).addCommand(completeCommand(), { hidden: true })
  refuseRepeats(program)
  return program
}

/** `--total 1 --total 2`: commander takes the last one without a word, and money would move by it. */
function refuseRepeats(command: Command): void {
  for (const option of command.options) {
    const takesOne = (option.required || option.optional) && option.parseArg !== gather
    if (!takesOne) continue
    let count = 0
    command.on(`option:${option.name()}`, () => {
      count += 1
      if (count > 1) command.error(`error: option '${option.flags}' given more than once; say it once`)
    })
  }
  for (const one of command.commands) refuseRepeats(one)
}

/** `--out-trade-no --no-wait`: commander takes the second option for the value of the first, and an order would get that number. */
function refuseSwallowed(command: Command): void {
  const values: Readonly<Record<string, unknown>> = command.opts()
  for (const option of command.options) {
    const value = values[option.attributeName()]
    const swallowed = command.options.some(({ long, short }) => value !== undefined && (long === value || short === value))
    // commander's own words, which its translation knows.
    if (swallowed) command.error(`error: option '${option.flags}' argument missing`)
  }
}

/** Runs one command line at a terminal. Never rejects: what is wrong is said there, and the exit code is set. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<void> {
  const program = buildProgram()
  seat(program, terminal)
  const complaints = listenTo(program, terminal, await helpIn(program, langOf(langIn(args), terminal.env)))
  try {
    await program.parseAsync(unlessUnknown(program, args), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    for (const text of complaints) await tellUsage(program, text, args, terminal)
    terminal.exit(error.exitCode === 0 ? EXIT.done : EXIT.usage)
  }
}

/** `help nope`: commander would show all of its help; of `nope` alone it says what is wrong. */
function unlessUnknown(program: Command, args: readonly string[]): string[] {
  const at = args.indexOf('help')
  const [name] = args.slice(at + 1)
  const isHelp = at >= 0 && name !== undefined && /^(?:--lang[ =](?:en|zh))?$/.test(args.slice(0, at).join(' '))
  if (!isHelp || /^-|^help$/.test(name) || program.commands.some((one) => one.name() === name)) return [...args]
  return args.toSpliced(at, 1)
}

/** Lets the help speak that language; answers what a text is in it. */
async function helpIn(program: Command, lang: Lang): Promise<(text: string) => string> {
  if (lang === 'en') return (text) => text
  const { CHINESE_HELP, inChinese } = await import('./help/chinese.ts')
  program.configureHelp({ ...program.configureHelp(), ...CHINESE_HELP })
  return inChinese
}

/** What commander says goes to the terminal, but for its complaints, and it throws instead of ending the process. */
function listenTo(program: Command, { stdout, stderr }: Terminal, said: (text: string) => string): readonly string[] {
  const complaints: string[] = []
  program.exitOverride().configureOutput({
    writeOut: (text) => void stdout.write(said(text)),
    writeErr: (text) => void stderr.write(said(text)),
    outputError: (text) => void complaints.push(text),
  })
  inherit(program)
  return complaints
}

function inherit(parent: Command): void {
  for (const command of parent.commands) inherit(command.copyInheritedSettings(parent))
}

/** The command line was not understood: what is wrong with it, and where to see what would be right. */
async function tellUsage(program: Command, text: string, args: readonly string[], terminal: Terminal): Promise<void> {
  const { stdout, stderr, env } = terminal
  const message = text.replace(/^error: /, '').trim()
  if (args.includes('--json')) return void stdout.write(`${JSON.stringify({ error: { code: 'USAGE', message } })}\n`)
  const lang = langOf(langIn(args), env)
  const meant = args.flatMap((arg) => program.commands.find((command) => command.name() === arg) ?? [])[0]
  const see = asStarted(terminal, SEE[lang](meant ? `tpkit ${meant.name()}` : 'tpkit'))
  const said = lang === 'en' ? message : (await import('./desk/zh/spoken.ts')).spoken(lang, message)
  stderr.write(`${painter(stderr)('red', 'tpkit:')} ${WRONG[lang]}\n${said}\n${see}\n`)
}

/** The options are not parsed yet where the command line is wrong. */
function langIn(args: readonly string[]): Lang | undefined {
  const given = args.join(' ').match(/(?:^| )--lang[ =](en|zh)(?: |$)/)?.[1]
  return given === 'en' || given === 'zh' ? given : undefined
}
