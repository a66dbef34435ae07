import type { WalletAnswer, WalletRequest } from '@tpkit/core'
import { BenchBroken, held } from '../bench-broken.ts'
import { shown } from '../demand.ts'
import { answerFault, askedFault, noticeFault, wordFault } from '../shapes.ts'
import type { Asked, Said, WalletScript } from './script.ts'

/** A script whose mistakes are told as its own. */
export function checkedScript({ open, answer, notify, acknowledged, scanned }: WalletScript): WalletScript {
  return {
    open: (request) => opened(open, request),
    answer: (said, asked) => held("your script's answer(said, asked)", () => answer(said, asked), answerFault),
    notify: (order) => held("your script's notify(order)", () => notify(order), noticeFault),
    acknowledged: (told) => held("your script's acknowledged(answer)", () => acknowledged(told), wordFault),
    ...(scanned && { scanned }),
  }
}

/** What is wrong with a request, `open` may throw too; a slip of the pen is not that. */
function opened(open: WalletScript['open'], request: WalletRequest): Asked | WalletAnswer {
  const whose = "your script's open(request)"
  try {
    const asked = open(request)
    return held(whose, () => asked, askedFault)
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof ReferenceError)) throw error
    throw new BenchBroken(`${whose} threw ${shown(error)}; request.headers is a Map, request.body is bytes`, { cause: error })
  }
}

/** An answer in another merchant's name must name that one. */
export function demandNamed(
  answer: WalletAnswer,
  said: Said,
  { asker, mchId }: Readonly<Record<'asker' | 'mchId', string>>,
): void {
  const text = shownOf(answer, said)
  // Where neither is to be read, the message may be sealed.
  if (!text.includes(asker) || text.includes(mchId)) return
  const why = 'the fault foreign-merchant-answer hands another merchant there, and the law about it would blame the plugin'
  throw new BenchBroken(
    `your script's answer(said, asked) named merchant ${asker} where asked.mchId was ${mchId}: write asked.mchId, not order.mchId; ${why}`,
  )
}

/** The wallet's own numbers are made of the merchant's. */
function shownOf({ headers, body }: WalletAnswer, said: Said): string {
  const text = [new TextDecoder().decode(body), ...headers.map(([, value]) => value)].join('\n')
  const number = 'order' in said ? said.order.transactionId : undefined
  if (said.kind === 'statement') return ''
  return number === undefined ? text : text.replaceAll(number, '')
}
