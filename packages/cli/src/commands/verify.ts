import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'
import type { VerifyOptions } from '../verify/run.ts'

const gather = (one: string, before: readonly string[] = []): readonly string[] => [...before, one]

export function verifyCommand(): Command {
  return new Command('verify')
    .summary('is a pasted notify genuine, and if not, why 验证通知')
    .description(
      'paste a notify: is it genuine, what was signed, and if it is not, why 粘贴一个通知：是否真实、签的是什么、不真实是为什么',
    )
    .addOption(configOption())
    .option('-a, --account <name>', 'whose notify it is; not needed where there is one account 账户')
    .option('--body <file>', 'the body, byte by byte; a whole request with its headers is taken, too 正文文件，或整个请求', '-')
    .option('-H, --header <line>', 'a header, "name: value"; may be repeated 请求头，可重复', gather)
    .option('--query <text>', 'what stood behind "?" in the address 查询串', '')
    .option('--out-trade-no <number>', 'your order: compares the notify with it 商户订单号')
    .option('--total <amount>', "your order's amount, such as 19.90 订单金额")
    .option('--out-refund-no <number>', 'your refund, where the notify tells of one 商户退款单号')
    .option('--amount <amount>', "the refund's amount 退款金额")
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common & VerifyOptions, []>(async (desk, options) => {
        const { runVerify } = await import('../verify/run.ts')
        return runVerify(desk, options)
      }),
    )
}
