import { Argument, Command } from 'commander'
import type { Decided, DecideFlags } from '../cashier/decide.ts'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import type { ExitCode } from '../desk/exit.ts'
import { merchantOption, yesOption } from '../order/options.ts'

export function decideCommand(): Command {
  return new Command('decide')
    .summary('end what no wallet will answer any more')
    .description("write an operator's decision into the books, with who and why: the one way to end what no wallet answers")
    .addCommand(orderCommand())
    .addCommand(attemptCommand())
    .addCommand(refundCommand())
    .addCommand(differenceCommand())
}

interface OrderFlags extends DecideFlags {
  readonly merchant?: string
}

function orderCommand(): Command {
  return audited('order', 'let an order that the risk rules held back be paid, or deny it')
    .argument('<orderNo>', "the merchant's number of the order")
    .addArgument(new Argument('<verdict>', 'what becomes of it').choices(['allow', 'deny']))
    .addOption(merchantOption())
    .action(
      action(async (desk, { merchant = 'main', ...flags }: OrderFlags, orderNo: string, verdict: 'allow' | 'deny') =>
        decided(desk, { about: 'order', order: { merchant, orderNo }, verdict }, flags),
      ),
    )
}

interface AttemptFlags extends DecideFlags {
  readonly transactionId?: string
}

function attemptCommand(): Command {
  return audited('attempt', "say how an attempt ended, as the wallet's own pages show it")
    .argument('<account>', 'the account of the attempt')
    .argument('<outTradeNo>', 'the number under which the wallet knows it')
    .addArgument(new Argument('<verdict>', 'how it ended').choices(['paid', 'closed']))
    .option('--transaction-id <number>', "paid: the wallet's number of the payment")
    .action(
      action(
        async (
          desk,
          { transactionId, ...flags }: AttemptFlags,
          account: string,
          outTradeNo: string,
          verdict: 'paid' | 'closed',
        ) => {
          const { attemptVerdict } = await import('../cashier/decide.ts')
          return decided(desk, { about: 'attempt', account, outTradeNo, verdict: attemptVerdict(verdict, transactionId) }, flags)
        },
      ),
    )
}

function refundCommand(): Command {
  return audited('refund', "say how a refund ended, as the wallet's own pages show it")
    .argument('<account>', 'the account of the refund')
    .argument('<outRefundNo>', 'the number under which the wallet knows it')
    .addArgument(new Argument('<verdict>', 'how it ended').choices(['refunded', 'failed', 'again']))
    .action(
      action(async (desk, flags: DecideFlags, account: string, outRefundNo: string, verdict: 'refunded' | 'failed' | 'again') =>
        decided(desk, { about: 'refund', account, outRefundNo, verdict }, flags),
      ),
    )
}

function differenceCommand(): Command {
  return audited('difference', 'close a difference between the books and a statement')
    .argument('<id>', 'as reconcile printed it')
    .action(action(async (desk, flags: DecideFlags, id: string) => decided(desk, { about: 'difference', id }, flags)))
}

function audited(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--who <name>', 'who decides')
    .requiredOption('--why <reason>', 'why, for whoever reads the books later')
    .addOption(yesOption())
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
}

async function decided(desk: Desk, what: Decided, flags: DecideFlags): Promise<ExitCode> {
  const { runDecide } = await import('../cashier/decide.ts')
  return runDecide(desk, what, flags)
}
