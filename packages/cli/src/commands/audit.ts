import { Command } from 'commander'
import type { UpkeepFlags } from '../cashier/upkeep.ts'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'

export function auditCommand(): Command {
  return new Command('audit')
    .summary('whether somebody changed what happened')
    .description('look whether somebody changed the ledger behind the cashier')
    .addCommand(verifyCommand())
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('check every chain of the journal and every seal')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action(async (desk, flags: UpkeepFlags) => {
        const { runAuditVerify } = await import('../cashier/upkeep.ts')
        return runAuditVerify(desk, flags)
      }),
    )
}

export function purgeCommand(): Command {
  return new Command('purge')
    .summary('delete what is past its keeping')
    .description('delete what is past its keeping in the ledger, by the days that the configuration says')
    .addOption(configOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .action(
      action(async (desk, flags: UpkeepFlags) => {
        const { runPurge } = await import('../cashier/upkeep.ts')
        return runPurge(desk, flags)
      }),
    )
}
