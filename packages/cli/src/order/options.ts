import { Command, Option } from 'commander'
import { type Common, configOption, jsonOption, langOption } from '../desk/action.ts'
import { instant } from '../desk/values.ts'

/** Which configuration and account, in every command that talks to a wallet. */
export interface AccountFlags extends Common {
  readonly config: string
  readonly account?: string
}

/** Which order is meant. */
export interface OrderFlags extends AccountFlags {
  /** Said where no ledger knows it. */
  readonly total?: string
  readonly currency: string
  readonly merchant?: string
  readonly transactionId?: string
  readonly startedAt?: number
  readonly sentAt?: number
}

/** A write that may repeat one whose outcome is unknown. */
export interface RepeatFlags {
  readonly afterUnknown?: true
}

export interface QueryFlags extends OrderFlags {
  readonly outRefundNo?: string
}

export interface EndFlags extends OrderFlags, RepeatFlags {
  readonly yes?: true
}

export interface RefundFlags extends OrderFlags, RepeatFlags {
  readonly outRefundNo?: string
  readonly amount?: string
  readonly reason?: string
  readonly yes?: true
}

const WHY_TOTAL = `
With "ledger" in the configuration the number alone is enough: it keeps orders. Without,
say --total, and --started-at and --sent-at as "tpkit pay" printed them, or "no such
order" proves nothing.`

export const totalOption = (): Option =>
  new Option('--total <amount>', "the order's amount as decimal text, such as 19.90").makeOptionMandatory()
export const merchantOption = (): Option =>
  new Option('--merchant <name>', 'whose order, in a ledger of several; main where not given')
export const currencyOption = (): Option => new Option('--currency <code>', 'currency, ISO 4217').default('CNY')
export const accountOption = (): Option =>
  new Option('--account <name>', 'the account that took the payment; where there is one, that one')
export const yesOption = (): Option => new Option('-y, --yes', 'do not ask "really?"')
export const afterUnknownOption = (): Option =>
  new Option('--after-unknown', 'an earlier call under the same number ended unknown')

/** A command about one order of one account. */
export function orderCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<outTradeNo>', 'our number of the order')
    .option('--total <amount>', "the order's amount as decimal text, such as 19.90; not with a ledger")
    .addOption(currencyOption())
    .addOption(accountOption())
    .addOption(merchantOption())
    .option('--transaction-id <number>', "the wallet's number, where it is known")
    .option('--started-at <time>', 'when the order was written down, ISO 8601', instant)
    .option('--sent-at <time>', 'when pay was last sent, ISO 8601', instant)
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', WHY_TOTAL)
}
