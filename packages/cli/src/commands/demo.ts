import { Command, Option } from 'commander'
import { DEMO_SCENES, DEMO_STORIES, type DemoScene, type DemoStory } from '../demo/scenes.ts'
import { action, type Common, jsonOption, langOption } from '../desk/action.ts'
import { SANDBOX_WALLETS, type SandboxWalletName } from '../sandbox/wallets.ts'

interface DemoFlags extends Common {
  readonly wallet: SandboxWalletName
  readonly scene: DemoScene
  readonly story: DemoStory
  readonly break?: 'amount'
}

export function demoCommand(): Command {
  return new Command('demo')
    .summary('watch a payment go from order to refund')
    .description('watch a payment go from order to refund at a local wallet, over the real wire protocol, offline')
    .addOption(langOption())
    .addOption(jsonOption())
    .addOption(new Option('--wallet <wallet>', 'where it is paid').choices(SANDBOX_WALLETS).default('qqwallet'))
    .addOption(new Option('--scene <scene>', 'how the payer pays').choices(DEMO_SCENES).default('native'))
    .addOption(
      new Option('--story <story>', 'usual: from order to refund; double: one order is paid twice')
        .choices(DEMO_STORIES)
        .default('usual'),
    )
    .addOption(new Option('--break <what>', 'let the wallet do something wrong, and see it found out').choices(['amount']))
    .action(
      action(
        async (desk, options: DemoFlags) => {
          const { runDemo } = await import('../demo/run.ts')
          const faults = options.break ? [{ fault: `notify-wrong-${options.break}` }] : []
          return runDemo(desk, { wallet: options.wallet, scene: options.scene, story: options.story, faults })
        },
        { lines: true },
      ),
    )
}
