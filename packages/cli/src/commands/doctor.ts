import { Command } from 'commander'
import { action, type Common, configOption, jsonOption, langOption } from '../desk/action.ts'
import type { DoctorOptions } from '../doctor/run.ts'

export function doctorCommand(): Command {
  return new Command('doctor')
    .summary('look for what is wrong, and say what to do')
    .description('check configuration, keys, certificates, clock, addresses and callbacks; says what to do')
    .addOption(configOption())
    .option('--live', 'also send each account a harmless signed question: are number and key right?')
    .option('--report [file]', 'also write what was found, without secrets, as a file to send to somebody (tpkit-report.json)')
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action<Common & DoctorOptions, []>(async (desk, options) => {
        const { runDoctor } = await import('../doctor/run.ts')
        return runDoctor(desk, options)
      }),
    )
}
