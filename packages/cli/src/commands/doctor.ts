import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'
import type { DoctorOptions } from '../doctor/run.ts'

export function doctorCommand(): Command {
  return new Command('doctor')
    .summary('look for what is wrong, and say what to do 检查')
    .description(
      'check configuration, keys, certificates, clock, addresses and callbacks; says what to do 检查配置、密钥、证书、时钟、连通和通知地址，并说明怎么办',
    )
    .addOption(configOption())
    .option(
      '--live',
      'also send each account a harmless signed question: are number and key right? 另向每个账户发一个无害的签名请求',
    )
    .option(
      '--report [file]',
      'also write what was found, without secrets, as a file to send to somebody (tpkit-report.json) 另写一份不含密钥、可以发送的报告',
    )
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common & DoctorOptions, []>(async (desk, options) => {
        const { runDoctor } = await import('../doctor/run.ts')
        return runDoctor(desk, options)
      }),
    )
}
