import type { PayCommand, PayReply } from 'tpkit'
import { renderUnicodeCompact } from 'uqr'
import type { SandboxControl } from '../sandbox/control.ts'
import type { DemoScene } from './scenes.ts'
import type { Timeline } from './timeline.ts'
import type { Words } from './words.ts'

/** How one scene takes a payment. */
export interface Till {
  /** What the command says beside order and amount. */
  readonly asked: () => Promise<
    Pick<PayCommand<'native' | 'jsapi'>, 'scene'> | Pick<PayCommand<'micropay'>, 'scene' | 'authCode'>
  >
  /** Shows what the wallet gave; answers what the payer acts on, and nothing where the payer is done. */
  readonly shown: (reply: PayReply) => string | undefined
}

interface Counter {
  readonly words: Words
  readonly timeline: Timeline
  readonly control: SandboxControl
}

export function tillFor(scene: DemoScene, counter: Counter): Till {
  if (scene === 'native') return native(counter)
  return scene === 'jsapi' ? jsapi(counter) : micropay(counter)
}

function native({ words, timeline }: Counter): Till {
  return {
    asked: async () => ({ scene: 'native' }),
    shown: ({ prompt }) => {
      if (prompt?.kind !== 'qr') throw new Error('expected a QR code from the wallet')
      timeline.step(words.qr(prompt.text))
      timeline.picture(renderUnicodeCompact(prompt.text, { border: 1 }))
      return prompt.text
    },
  }
}

function jsapi({ words, timeline }: Counter): Till {
  return {
    asked: async () => ({ scene: 'jsapi' }),
    shown: ({ prompt, prepayId }) => {
      if (prompt?.kind !== 'invoke') throw new Error('expected launch parameters from the wallet')
      timeline.step(words.launch(prompt.bridge))
      timeline.picture(`${prompt.bridge}(${JSON.stringify(prompt.params, null, 2)}, callback)`)
      return prepayId
    },
  }
}

/** The payer's phone shows the code, the shop scans it; above an amount the payer types a password. */
function micropay({ words, timeline, control }: Counter): Till {
  let authCode = ''
  return {
    asked: async () => {
      authCode = codeOf(await control.post('/payment-code', {}))
      timeline.step(words.code(authCode))
      return { scene: 'micropay', authCode }
    },
    shown: ({ prompt, fact }) => {
      if (fact?.status === 'paid') timeline.step(words.paidAtOnce(fact.transactionId))
      else if (prompt?.kind === 'wait') timeline.step(words.typing)
      else throw new Error('expected a payment, or a payer who types a password')
      return prompt && authCode
    },
  }
}

function codeOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'code' in answer) return String(answer.code)
  throw new Error('expected a payment code from the sandbox')
}
