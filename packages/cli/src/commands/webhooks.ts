import { Command, Option } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { gather } from '../desk/values.ts'
import type { OfficeFlags } from '../office/open.ts'
import type { AddHookFlags, ChangeHookFlags, EndHookFlags, HooksFlags } from '../office/webhooks.ts'
import { yesOption } from '../order/options.ts'

export function webhooksCommand(): Command {
  return new Command('webhooks')
    .summary('who is told of events')
    .description('webhook endpoints: who is told of events, beside those that the configuration names')
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(testCommand())
    .addCommand(changeCommand())
    .addCommand(rotateCommand())
    .addCommand(dropOldCommand())
    .addCommand(removeCommand())
}

function common(command: Command): Command {
  return command.addOption(configOption()).addOption(langOption()).addOption(jsonOption())
}

const WHICH = 'the endpoint, as list shows it'
const eventOption = (): Option =>
  new Option('--event <type>', 'only this type of event, such as payment.succeeded; may be repeated').argParser(gather)

function listCommand(): Command {
  const command = new Command('list').description('the endpoints that were registered')
  return common(command.option('--merchant <name>', 'of one merchant')).action(
    action(async (desk, flags: HooksFlags) => {
      const { runHooksList } = await import('../office/webhooks.ts')
      return runHooksList(desk, flags)
    }),
  )
}

function addCommand(): Command {
  const command = new Command('add')
    .description('register an endpoint, and show its secret this once')
    .argument('<url>', 'where events are posted: https, in development also http')
    .addOption(new Option('--merchant <name>', 'whose; main where not given').default('main'))
    .addOption(eventOption())
    .addOption(new Option('--kind <kind>', 'how deliveries are signed').choices(['hmac', 'ed25519']).default('hmac'))
  return common(command).action(
    action(async (desk, flags: AddHookFlags, url: string) => {
      const { runHookAdd } = await import('../office/webhooks.ts')
      return runHookAdd(desk, url, flags)
    }),
  )
}

function testCommand(): Command {
  const command = new Command('test')
    .description('send one signed test event there, now, and say what came of it')
    .argument('<id>', WHICH)
  return common(command).action(
    action(async (desk, flags: OfficeFlags, id: string) => {
      const { runHookTest } = await import('../office/webhooks.ts')
      return runHookTest(desk, id, flags)
    }),
  )
}

function changeCommand(): Command {
  const command = new Command('change')
    .description('another address, or other events')
    .argument('<id>', WHICH)
    .option('--url <address>', 'where events are posted from now on')
    .addOption(eventOption())
    .addOption(new Option('--all-events', 'every type of event').conflicts('event'))
  return common(command).action(
    action(async (desk, flags: ChangeHookFlags, id: string) => {
      const { runHookChange } = await import('../office/webhooks.ts')
      return runHookChange(desk, id, flags)
    }),
  )
}

function rotateCommand(): Command {
  const command = new Command('rotate')
    .description('a new secret that signs first; the old ones sign too')
    .argument('<id>', WHICH)
  return common(command).action(
    action(async (desk, flags: OfficeFlags, id: string) => {
      const { runHookRotate } = await import('../office/webhooks.ts')
      return runHookRotate(desk, id, flags)
    }),
  )
}

function dropOldCommand(): Command {
  const command = new Command('drop-old').description('let the newest secret sign alone').argument('<id>', WHICH)
  return common(command.addOption(yesOption())).action(
    action(async (desk, flags: EndHookFlags, id: string) => {
      const { runHookDropOld } = await import('../office/webhooks.ts')
      return runHookDropOld(desk, id, flags)
    }),
  )
}

function removeCommand(): Command {
  const command = new Command('remove').description('send nothing there any more').argument('<id>', WHICH)
  return common(command.addOption(yesOption())).action(
    action(async (desk, flags: EndHookFlags, id: string) => {
      const { runHookRemove } = await import('../office/webhooks.ts')
      return runHookRemove(desk, id, flags)
    }),
  )
}
