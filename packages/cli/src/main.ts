import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { type Lang, langOf } from './lang.ts'

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
  .addOption(new Option('--break <what>', 'let the wallet do something wrong, and see it found out').choices(['amount']))
  .action(async (options: { lang?: Lang; break?: 'amount' }) => {
    const { runDemo } = await import('./demo/run.ts')
    process.exitCode = await runDemo({
      lang: langOf(options.lang),
      ...(options.break && { faults: [{ fault: `notify-wrong-${options.break}` }] }),
    })
  })

program
  .command('sandbox')
  .description("start a local QQ Wallet with a payer's phone: no account, ever, offline")
  .addOption(lang)
  .option('--port <port>', 'port of calls without a certificate, of the phone and the control API', portOf, 9101)
  .option('--tls-port <port>', 'port of calls with a client certificate (refunds)', portOf, 9102)
  .option('--dir <folder>', 'where the throwaway certificates are written', 'sandbox')
  .action(async (options: { lang?: Lang; port: number; tlsPort: number; dir: string }) => {
    const { runSandbox } = await import('./sandbox/run.ts')
    await runSandbox({ ...options, lang: langOf(options.lang) })
  })

function portOf(text: string): number {
  const port = Number(text)
  if (/^[0-9]{1,5}$/.test(text) && port <= 65_535) return port
  return program.error(
    `tpkit: port: expected a number from 0 to 65535 (0 takes a free one), found ${JSON.stringify(text.slice(0, 20))}`,
  )
}

try {
  await program.parseAsync()
} catch (error) {
  console.error(`tpkit: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
