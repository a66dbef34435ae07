import type { Instant, PayCommand, PayReply, Scene } from '@tpkit/core'
import type { Bench, Order } from '../bench.ts'
import { LawBroken } from '../demand.ts'

/** What a bench says about paying: in which scene, by which command, and what the payer does with the reply. */
export interface Checkout {
  readonly scene: (scenes: readonly Scene[]) => Scene
  readonly command: (order: Order, now: Instant) => PayCommand
  /** The text that `wallet.act` takes. */
  readonly scan: (reply: PayReply, command: PayCommand) => string
}

/** Scenes whose prompt is a text that a payer can be handed; the usual choice. */
const PORTABLE = ['native', 'h5', 'page'] as const

/** The bench's own ways, and the usual ones where it says nothing. */
export function checkoutOf({
  wallet,
  scene,
  command,
  scan,
}: Pick<Bench<Scene>, 'wallet' | 'scene' | 'command' | 'scan'>): Checkout {
  return {
    scene: (scenes) => scene ?? PORTABLE.find((each) => scenes.includes(each)) ?? scenes[0] ?? 'native',
    command: (order, now) => {
      if (command) return command(order, now, wallet)
      if (order.scene !== 'micropay') return { ...order, scene: order.scene }
      return { ...order, scene: 'micropay', authCode: paymentCode(wallet, now) }
    },
    // At the counter it is the payer's code that was scanned.
    scan: (reply, asked) =>
      scan && reply.prompt && asked.scene !== 'micropay' ? scan(reply.prompt, asked) : usualScan(reply, asked),
  }
}

function paymentCode({ paymentCode }: Bench<Scene>['wallet'], now: Instant): string {
  if (paymentCode) return paymentCode(now)
  throw new LawBroken('wallet.paymentCode: expected it for a provider of the scene micropay, found none')
}

function usualScan({ prompt, prepayId }: PayReply, command: PayCommand): string {
  if (command.scene === 'micropay') return command.authCode
  if (prompt?.kind === 'qr') return prompt.text
  if (prompt?.kind === 'redirect') return prompt.url
  if (prompt?.kind === 'invoke' && prepayId !== undefined) return prepayId
  throw new LawBroken(`bench.scan: expected it for a prompt of kind ${prompt?.kind}, found none; say what the payer opens`)
}
