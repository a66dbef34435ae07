import type { Manifest, Scene, Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { commandLine } from '../desk/line.ts'
import { sandboxOfAccount, steeringArgs } from '../sandbox/meant.ts'
import { WORDS } from './words.ts'

interface Hinted {
  readonly account: string
  readonly outTradeNo: string
  readonly scene: Scene
  readonly config: string
}

/** A phone cannot scan what a sandbox drew: says how it is paid. Nothing for a real wallet. */
export function tellSandbox(desk: Desk, tpkit: Tpkit, { account, outTradeNo, scene, config }: Hinted): void {
  const led = sandboxOfAccount(tpkit, account)
  if (!led) return
  const { manifest } = tpkit.account(account)
  desk.say(
    sandboxHint(desk, { sandbox: led.sandbox, steering: steeringArgs(tpkit, account, config), outTradeNo, scene, manifest }),
  )
}

interface Hint {
  readonly sandbox: string
  readonly steering: readonly string[]
  readonly outTradeNo: string
  readonly scene: Scene
  readonly manifest: Pick<Manifest, 'createdOnScan'>
}

export function sandboxHint(desk: Desk, { sandbox, steering, outTradeNo, scene, manifest }: Hint): string {
  const args = outTradeNo.startsWith('-') ? [...steering, '--', 'pay', outTradeNo] : ['pay', outTradeNo, ...steering]
  const words = WORDS[desk.lang]
  // A code was asked for, so that the sandbox has it on its phone.
  const comesFirst = scene !== 'native' && manifest.createdOnScan?.includes(scene)
  const usual = words.sandbox(sandbox, commandLine(desk.terminal, 'trigger', ...args))
  return comesFirst ? `${words.comesFirst(sandbox)}\n${usual}` : usual
}
