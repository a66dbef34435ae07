import { readFileSync } from 'node:fs'
import { Argument, Command, Option } from 'commander'
import { DEMO_SCENES, type DemoScene } from './demo/scenes.ts'
import { type Lang, langOf } from './lang.ts'
import type { SandboxRun } from './sandbox/run.ts'
import type { Steering } from './sandbox/steer.ts'
import { TRIGGERS } from './sandbox/triggers.ts'

const lang = new Option('--lang <lang>', 'language of the output 输出语言').choices(['en', 'zh'])

// `tpkit demo | head` closes the pipe early: nobody reads on, and that is no failure worth a stack trace.
process.stdout.on('error', () => undefined)

const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const program = new Command('tpkit')
  .version(version)
  .description('Take payments through many wallets behind one interface. 一个接口，多个钱包。')
  .showHelpAfterError('Run "tpkit --help" to see what there is.')

program
  .command('demo')
  .description('watch a QQ Wallet payment go from order to refund, over the real wire protocol, offline')
  .addOption(lang)
  .addOption(new Option('--scene <scene>', 'how the payer pays').choices(DEMO_SCENES).default('native'))
  .addOption(new Option('--break <what>', 'let the wallet do something wrong, and see it found out').choices(['amount']))
  .action(async (options: { lang?: Lang; scene: DemoScene; break?: 'amount' }) => {
    const { runDemo } = await import('./demo/run.ts')
    const faults = options.break ? [{ fault: `notify-wrong-${options.break}` }] : []
    process.exitCode = await runDemo({ lang: langOf(options.lang), scene: options.scene, faults })
  })

program
  .command('sandbox')
  .description("start a local QQ Wallet with a payer's phone: no account, ever, offline")
  .addOption(lang)
  .option('--port <port>', 'port of calls without a certificate, of the phone and the control API', portOf, 9101)
  .option('--tls-port <port>', 'port of calls with a client certificate (refunds)', portOf, 9102)
  .option('--dir <folder>', 'where the throwaway certificates are written; one folder serves one sandbox', 'sandbox')
  .option('--back <length>', "how far behind the machine's its clock starts, such as 2d: what was sold then has a statement now")
  .option('--faults <rules>', 'what the wallet does wrong, such as "drop-after@refund*1,notify-duplicate:3" (docs/faults.md)')
  .action(async ({ lang, ...options }: Omit<SandboxRun, 'lang'> & { lang?: Lang }) => {
    const { runSandbox } = await import('./sandbox/run.ts')
    await runSandbox({ ...options, lang: langOf(lang) })
  })

const sandbox = new Option('--sandbox <address>', 'where the sandbox listens').default('http://127.0.0.1:9101')
const mchId = new Option('--mch-id <number>', 'whose order or clock, where there are several merchants')

program
  .command('trigger')
  .description('let the payer act on an order of the running sandbox, or decide how its refund ends')
  .addArgument(new Argument('<action>', 'what happens').choices(TRIGGERS))
  .argument('<outTradeNo>', 'the order')
  .argument('[outRefundNo]', 'which refund, where several are under way')
  .addOption(lang)
  .addOption(sandbox)
  .addOption(mchId)
  .action(async (action: string, outTradeNo: string, outRefundNo: string | undefined, options: Steered) => {
    const { runTrigger } = await import('./sandbox/steer.ts')
    await runTrigger(steering(options), action, outTradeNo, outRefundNo)
  })

program
  .command('replay')
  .description('send the notify of a paid order again, or play a .tpcase file in a new wallet and compare every answer')
  .argument('<what>', 'an outTradeNo, or a file that ends in .tpcase')
  .addOption(lang)
  .addOption(sandbox)
  .addOption(mchId)
  .option('--times <count>', 'how many copies of the notify', countOf)
  .option('--fault <fault>', 'what is wrong with each copy, such as notify-forged (docs/faults.md)')
  .action(async (what: string, { times, fault, ...options }: Steered & { times?: number; fault?: string }) => {
    const { runCase, runReplay } = await import('./sandbox/steer.ts')
    if (!what.endsWith('.tpcase')) return runReplay(steering(options), what, times ?? 1, fault)
    if (times !== undefined || fault !== undefined)
      program.error('tpkit: a .tpcase file is played as it is: leave --times and --fault out')
    process.exitCode = await runCase(langOf(options.lang), what)
  })

program
  .command('clock')
  .description("show the running sandbox's clock, or move it forward")
  .argument('[advance]', 'how far, such as +31m, +2h, +1d, or milliseconds')
  .addOption(lang)
  .addOption(sandbox)
  .addOption(mchId)
  .action(async (advance: string | undefined, options: Steered) => {
    const { runClock } = await import('./sandbox/steer.ts')
    await runClock(steering(options), advance)
  })

interface Steered {
  readonly lang?: Lang
  readonly sandbox: string
  readonly mchId?: string
}

function steering({ lang, sandbox, mchId }: Steered): Steering {
  return { lang: langOf(lang), sandbox, ...(mchId !== undefined && { mchId }) }
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^[0-9]{1,5}$/.test(text) && port <= 65_535) return port
  return program.error(
    `tpkit: port: expected a number from 0 to 65535 (0 takes a free one), found ${JSON.stringify(text.slice(0, 20))}`,
  )
}

function countOf(text: string): number {
  if (/^(?:[1-9][0-9]?|100)$/.test(text)) return Number(text)
  return program.error(`tpkit: times: expected a number from 1 to 100, found ${JSON.stringify(text.slice(0, 20))}`)
}

try {
  await program.parseAsync()
} catch (error) {
  console.error(`tpkit: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
