import type { PayCommand } from 'tpkit'
import type { OrderView } from 'tpkit/cashier'
import { renderUnicodeCompact } from 'uqr'
import type { SandboxWalletName } from '../sandbox/wallets.ts'
import type { DemoScene } from './scenes.ts'
import type { Stage } from './stage.ts'

/** How one scene takes a payment. */
export interface Till {
  /** What the order says beside number and amount. */
  readonly asked: () => Promise<
    | Pick<PayCommand<'native'>, 'scene'>
    | Pick<PayCommand<'jsapi'>, 'scene' | 'payerId'>
    | Pick<PayCommand<'micropay'>, 'scene' | 'authCode'>
  >
  /** Shows what the wallet gave. */
  readonly shown: (order: OrderView) => void
  /** The payer presses "pay", or types the password. A person uses the phone page. */
  readonly pays: (outTradeNo: string) => Promise<unknown>
}

type Counter = Pick<Stage, 'words' | 'timeline' | 'wallet' | 'control'>

export function tillFor(scene: DemoScene, counter: Counter): Till {
  if (scene === 'native') return native(counter)
  return scene === 'jsapi' ? jsapi(counter) : micropay(counter)
}

function pressed({ control }: Counter): Till['pays'] {
  return (outTradeNo) => control.post('/trigger', { outTradeNo, action: 'pay' })
}

function native(counter: Counter): Till {
  const { words, timeline } = counter
  return {
    asked: async () => ({ scene: 'native' }),
    shown: ({ prompt }) => {
      if (prompt?.kind !== 'qr') throw new Error('expected a QR code from the wallet')
      timeline.step(words.qr(prompt.text))
      timeline.picture(renderUnicodeCompact(prompt.text, { border: 1 }))
    },
    pays: pressed(counter),
  }
}

/** The page would know its visitor by the wallet's login; a local wallet takes any. */
const PAYERS: Readonly<Partial<Record<SandboxWalletName, string>>> = {
  wechatpay: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  alipay: '2088102122524333',
}

function jsapi(counter: Counter): Till {
  const { words, timeline, wallet } = counter
  const payerId = PAYERS[wallet]
  return {
    asked: async () => ({ scene: 'jsapi', ...(payerId !== undefined && { payerId }) }),
    shown: ({ prompt }) => {
      if (prompt?.kind !== 'invoke') throw new Error('expected launch parameters from the wallet')
      timeline.step(words.launch(prompt.bridge))
      timeline.picture(`${prompt.bridge}(${JSON.stringify(prompt.params, null, 2)}, callback)`)
    },
    pays: pressed(counter),
  }
}

/** The payer's phone shows the code, the shop scans it; above an amount the payer types a password. */
function micropay(counter: Counter): Till {
  const { words, timeline, control } = counter
  return {
    asked: async () => {
      const authCode = codeOf(await control.post('/payment-code', {}))
      timeline.step(words.code(authCode))
      return { scene: 'micropay', authCode }
    },
    shown: ({ status, prompt, transactionId }) => {
      if (status === 'paid') timeline.step(words.paidAtOnce(transactionId ?? ''))
      else if (prompt?.kind === 'wait') timeline.step(words.typing)
      else throw new Error('expected a payment, or a payer who types a password')
    },
    pays: pressed(counter),
  }
}

function codeOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'code' in answer) return String(answer.code)
  throw new Error('expected a payment code from the sandbox')
}
