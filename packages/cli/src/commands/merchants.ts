import { Command, InvalidArgumentError } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import type { AddMerchantFlags, SetMerchantFlags } from '../office/merchants.ts'
import type { OfficeFlags } from '../office/open.ts'

export function merchantsCommand(): Command {
  return new Command('merchants')
    .summary('who owns accounts, orders and keys')
    .description('merchants of the ledger: who owns accounts, orders, API keys and webhook endpoints')
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(switchCommand('disable', 'let none of its API keys open anything; notifies are still heard'))
    .addCommand(switchCommand('enable', 'let its API keys open again'))
    .addCommand(setCommand())
}

function common(command: Command): Command {
  return command.addOption(configOption()).addOption(langOption()).addOption(jsonOption())
}

function listCommand(): Command {
  return common(new Command('list').description('all merchants, with their settings')).action(
    action(async (desk, flags: OfficeFlags) => {
      const { runMerchantsList } = await import('../office/merchants.ts')
      return runMerchantsList(desk, flags)
    }),
  )
}

const WHOSE = 'its name, as "merchant:" of the configuration says it'

function addCommand(): Command {
  const command = new Command('add')
    .description('add a merchant')
    .argument('<merchant>', WHOSE)
    .option('--title <text>', 'what people call it; its name where not given')
  return common(command).action(
    action(async (desk, flags: AddMerchantFlags, merchant: string) => {
      const { runMerchantAdd } = await import('../office/merchants.ts')
      return runMerchantAdd(desk, merchant, flags)
    }),
  )
}

function switchCommand(to: 'disable' | 'enable', description: string): Command {
  return common(new Command(to).description(description).argument('<merchant>', WHOSE)).action(
    action(async (desk, flags: OfficeFlags, merchant: string) => {
      const { runMerchantSwitch } = await import('../office/merchants.ts')
      return runMerchantSwitch(desk, merchant, to, flags)
    }),
  )
}

function setCommand(): Command {
  const command = new Command('set')
    .description('change its settings; older ones stay in the ledger')
    .argument('<merchant>', WHOSE)
    .requiredOption('--requests-per-minute <count>', 'for each of its keys; "default" is what the gateway gives', rate)
  return common(command).action(
    action(async (desk, flags: SetMerchantFlags, merchant: string) => {
      const { runMerchantSet } = await import('../office/merchants.ts')
      return runMerchantSet(desk, merchant, flags)
    }),
  )
}

function rate(text: string): number | 'default' {
  if (text === 'default') return text
  if (/^[1-9][0-9]{0,6}$/.test(text) && Number(text) <= 1_000_000) return Number(text)
  throw new InvalidArgumentError(
    `expected a whole number from 1 to 1000000, or "default", found ${JSON.stringify(text.slice(0, 20))}`,
  )
}
