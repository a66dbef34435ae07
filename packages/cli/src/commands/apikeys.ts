import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { gather, lengthMs } from '../desk/values.ts'
import type { IssueFlags, KeysFlags, RevokeFlags } from '../office/apikeys.ts'
import { ALL_SCOPES } from '../office/scopes.ts'
import { yesOption } from '../order/options.ts'

export function apikeysCommand(): Command {
  return new Command('apikeys')
    .summary('what apps open the gateway with')
    .description('API keys: what an app opens the gateway with, and what each may do')
    .addCommand(listCommand())
    .addCommand(issueCommand())
    .addCommand(revokeCommand())
}

const whoseOption = (): Option => new Option('--merchant <name>', 'whose; main where not given').default('main')

function common(command: Command): Command {
  return command.addOption(configOption()).addOption(langOption()).addOption(jsonOption())
}

function listCommand(): Command {
  return common(
    new Command('list').description('the keys of a merchant, and when each was last used').addOption(whoseOption()),
  ).action(
    action(async (desk, flags: KeysFlags) => {
      const { runKeysList } = await import('../office/apikeys.ts')
      return runKeysList(desk, flags)
    }),
  )
}

function issueCommand(): Command {
  // What is none of them is refused where the key is issued: choices alone would take one of them only.
  const scope = new Option('--scope <scope>', 'what it may do; may be repeated').choices([...ALL_SCOPES, 'all']).argParser(gather)
  const command = new Command('issue')
    .description('issue a key, and show it this once')
    .requiredOption('--name <text>', 'what it is for, for people')
    .addOption(scope.makeOptionMandatory())
    .option('--expires <length>', 'how long it is good for, such as 90d; for good where not given', lengthMs)
    .addOption(whoseOption())
  return common(command).action(
    action(async (desk, flags: IssueFlags) => {
      const { runKeysIssue } = await import('../office/apikeys.ts')
      return runKeysIssue(desk, flags)
    }),
  )
}

function revokeCommand(): Command {
  const command = new Command('revoke')
    .description('end a key, for good and at once')
    .argument('<id>', 'the key, as list shows it')
  return common(command.addOption(yesOption())).action(
    action(async (desk, flags: RevokeFlags, id: string) => {
      const { runKeysRevoke } = await import('../office/apikeys.ts')
      return runKeysRevoke(desk, id, flags)
    }),
  )
}
