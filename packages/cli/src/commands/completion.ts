import { Argument, Command } from 'commander'
import type { Shell } from '../completion/scripts.ts'
import { action, jsonOption, langOption } from '../desk/action.ts'
import { EXIT } from '../desk/exit.ts'

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish']

export function completionCommand(): Command {
  return new Command('completion')
    .summary('let the shell complete commands and names')
    .description('print what makes a shell complete tpkit: commands, options, account and method names')
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .addOption(langOption())
    .addOption(jsonOption())
    .addHelpText('after', INSTALL)
    .action(
      action(async (desk, _options: object, shell: Shell) => {
        const { SCRIPTS } = await import('../completion/scripts.ts')
        const script = SCRIPTS[shell]
        desk.say(script)
        desk.answer({ shell, script })
        return EXIT.done
      }),
    )
}

const INSTALL = `
bash: echo 'source <(tpkit completion bash)' >> ~/.bashrc
zsh:  echo 'source <(tpkit completion zsh)' >> ~/.zshrc
fish: tpkit completion fish > ~/.config/fish/completions/tpkit.fish`

/** What those scripts call at every press of the key. Not in the help: no person types it. */
export function completeCommand(): Command {
  const command = new Command('complete')
  return command
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(
      action(async (desk, _options: object, words: string[]) => {
        const { candidates } = await import('../completion/tab.ts')
        desk.say(candidates(command.parent ?? command, words, desk.terminal))
        return EXIT.done
      }),
    )
}
