import { Command, Option } from 'commander'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import { portOf } from '../desk/port.ts'
import type { InitFlags } from '../init/flags.ts'

export function initCommand(): Command {
  return new Command('init')
    .summary('write a configuration, by questions or by options')
    .description('write a commented configuration: answer a few questions, or say everything by flags')
    .option('--sandbox', 'an account at the local sandbox: nothing else is asked, nothing needs editing')
    .option('--plugin <name>', 'which wallet: qqwallet, or the name of a plugin package')
    .option('--mch-id <number>', 'the merchant number (商户号) of a real account')
    .addOption(
      new Option('--keys <where>', 'how the keys are given: by environment variables, or by files').choices(['env', 'file']),
    )
    .option('--notify-url <address>', 'where the wallet reports payments, such as https://pay.example.com')
    .option('--port <port>', 'port of the sandbox; where the sandbox of the folder runs, the one that it has', portOf)
    .option('--tls-port <port>', 'port of the sandbox for calls with a client certificate', portOf)
    .option('--ledger <address>', 'where the cashier keeps orders, such as sqlite:./tpkit.db; without it nothing is kept')
    .option('--file <file>', 'the configuration to write', 'tpkit.config.yaml')
    .option('-y, --yes', 'ask nothing: what no flag says is the usual')
    .option('--force', 'replace files that are there')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common & InitFlags, []>(async (desk, flags) => {
        const { runInit } = await import('../init/run.ts')
        return runInit(desk, flags)
      }),
    )
}
