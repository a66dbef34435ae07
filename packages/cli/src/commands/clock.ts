import { Command } from 'commander'
import { action, configOption, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'
import { mchIdOption, type Steering, sandboxAccountOption, sandboxOption } from '../sandbox/options.ts'

export function clockCommand(): Command {
  return new Command('clock')
    .summary("show the sandbox's clock, or move it forward")
    .description("show the running sandbox's clock, or move it forward")
    .argument('[advance]', 'how far, such as +31m, +2h, +1d, or milliseconds')
    .addOption(langOption())
    .addOption(jsonOption())
    .addOption(sandboxOption())
    .addOption(configOption())
    .addOption(sandboxAccountOption())
    .addOption(mchIdOption())
    .action(
      action(async (desk, options: Steering, advance: string | undefined) => {
        const { runClock } = await import('../sandbox/steer.ts')
        await runClock(desk, options, advance)
        return EXIT.done
      }),
    )
}
