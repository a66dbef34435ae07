import type { Tpkit } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { commandLine } from '../desk/line.ts'
import { sandboxOfAccount, steeringArgs } from '../sandbox/meant.ts'
import { WORDS } from './words.ts'

interface Hinted {
  readonly account: string
  readonly outTradeNo: string
  readonly config: string
}

/** A phone cannot scan what a sandbox drew: says how it is paid. Nothing for a real wallet. */
export function tellSandbox(desk: Desk, tpkit: Tpkit, { account, outTradeNo, config }: Hinted): void {
  const led = sandboxOfAccount(tpkit, account)
  if (led) desk.say(sandboxHint(desk, { sandbox: led.sandbox, steering: steeringArgs(tpkit, account, config), outTradeNo }))
}

export function sandboxHint(
  desk: Desk,
  {
    sandbox,
    steering,
    outTradeNo,
  }: { readonly sandbox: string; readonly steering: readonly string[]; readonly outTradeNo: string },
): string {
  const args = outTradeNo.startsWith('-') ? [...steering, '--', 'pay', outTradeNo] : ['pay', outTradeNo, ...steering]
  return WORDS[desk.lang].sandbox(sandbox, commandLine(desk.terminal, 'trigger', ...args))
}
