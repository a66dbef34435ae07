import type { OrderView, PayOrder } from '@tpkit/cashier'
import type { PayerAction } from '@tpkit/core'
import type { Stream } from '../world/random.ts'
import { type Stand, standOf } from '../world/stand.ts'
import type { World } from '../world/world.ts'

const ACTIONS: readonly [PayerAction, ...PayerAction[]] = ['pay', 'pay', 'pay', 'pay', 'wrong-password', 'no-funds', 'cancel']

export interface Payer {
  /** The payer sees a prompt, or is asked for a password. */
  readonly see: (order: OrderView, asked: PayOrder) => void
}

/** Pays at once, late, twice through two prompts, or never. */
export function payerOf(world: World, draw: Stream): Payer {
  const seen = new Set<string>()
  // Some keep every code that they were shown, and pay all of them in the end.
  const paysAllAt = draw.chance(45) ? world.timeline.now + draw.whole(5, 12) * 60_000 : undefined
  return {
    see: (order, asked) => {
      const text = promptText(order, asked)
      if (text === undefined || seen.has(text)) return
      seen.add(text)
      const { wallet } = asked.scene === 'micropay' ? standOfCode(world, text) : standOf(world.stands, order.account ?? '')
      const act = (action: PayerAction) => acts(world, wallet, text, action)
      if (paysAllAt !== undefined) {
        const inMs = paysAllAt - world.timeline.now + draw.whole(0, 30_000)
        return world.timeline.after(inMs, () => act('pay'))
      }
      if (draw.chance(15)) return
      const action = draw.pick(ACTIONS)
      world.timeline.after(delayOf(draw), () => act(action))
      if (action !== 'pay' && draw.chance(60)) world.timeline.after(delayOf(draw) + 5_000, () => act('pay'))
    },
  }
}

function delayOf(draw: Stream): number {
  return draw.chance(75) ? draw.whole(500, 60_000) : draw.whole(60_000, 25 * 60_000)
}

function promptText({ prompt }: OrderView, asked: PayOrder): string | undefined {
  if (asked.scene === 'micropay') return asked.authCode
  if (prompt?.kind === 'qr') return prompt.text
  if (prompt?.kind === 'redirect') return prompt.url
  if (prompt?.kind === 'form') return `${prompt.action}&${new URLSearchParams(prompt.fields)}`
  return prompt?.kind === 'invoke' ? prepaidIn(prompt.params) : undefined
}

/** What the wallet's own client is started with. */
function prepaidIn(params: Readonly<Record<string, string>>): string | undefined {
  return params.tokenId ?? params.orderStr ?? params.tradeNO ?? params.prepayId ?? params.package?.replace('prepay_id=', '')
}

/** Codes of QQ Wallet begin with 91, those of WeChat Pay with 10 to 15, and those of Alipay with 25 to 30. */
function standOfCode({ stands }: World, code: string): Stand {
  if (code.startsWith('91')) return standOf(stands, 'qq-1')
  return standOf(stands, code.startsWith('1') ? 'wx-1' : 'ali-1')
}

function acts({ timeline, trace }: World, wallet: Stand['wallet'], text: string, action: PayerAction): void {
  try {
    wallet.act(text, action, timeline.now)
    trace.note('payer', action)
  } catch (error) {
    trace.note('payer', `${action}: ${error instanceof Error ? error.message : error}`)
  }
}
