import { Command, Option } from 'commander'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import type { InitFlags } from '../init/flags.ts'

export function initCommand(): Command {
  return new Command('init')
    .summary('write a configuration, by questions or by options 生成配置')
    .description(
      'write a commented configuration: answer a few questions, or say everything by flags 写出带注释的配置：回答几个问题，或全部用参数说明',
    )
    .option('--sandbox', 'an account at the local sandbox: nothing else is asked, nothing needs editing 本地沙箱的账户')
    .option('--plugin <name>', 'which wallet: qqwallet, or the name of a plugin package 哪个钱包')
    .option('--mch-id <number>', 'the merchant number (商户号) of a real account')
    .addOption(
      new Option(
        '--keys <where>',
        'how the keys are given: by environment variables, or by files 密钥来自环境变量或文件',
      ).choices(['env', 'file']),
    )
    .option('--notify-url <address>', 'where the wallet reports payments, such as https://pay.example.com 接收支付结果通知的地址')
    .option('--file <file>', 'the configuration to write 要写的配置文件', 'tpkit.config.yaml')
    .option('-y, --yes', 'ask nothing: what no flag says is the usual 不提问')
    .option('--force', 'replace files that are there 覆盖已有文件')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common & InitFlags, []>(async (desk, flags) => {
        const { runInit } = await import('../init/run.ts')
        return runInit(desk, flags)
      }),
    )
}
