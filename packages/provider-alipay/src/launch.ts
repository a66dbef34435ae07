import type { Exchange, Finding, Moment, PayCommand, PayReply, Prompt } from '@tpkit/core'
import { writeForm } from '@tpkit/wire'
import type { Account } from './account.ts'
import { GATEWAY } from './endpoints.ts'
import { type Parameters, type Posted, posted, signedParameters } from './gateway.ts'
import { PROMPT_LIFE_MS } from './manifest.ts'
import { orderCall, promptEnd, type SignedScene } from './order.ts'

/** 页面跳转, APP: nobody is called. What the payer's browser or app hands to the wallet is signed here, and nothing was sent. */
export function* launched(
  command: PayCommand<SignedScene>,
  account: Account,
  at: Moment,
): Exchange<Finding<PayReply, 'nothing-sent'>> {
  const parameters = yield* signedParameters(orderCall(command, account, at.nowMs), account, at)
  const { scene, outTradeNo, expiresAt } = command
  const prompt = { ...promptOf(scene, parameters), expiresAt: promptEnd(expiresAt, at.nowMs, PROMPT_LIFE_MS[scene]) }
  return { kind: 'done', value: { outTradeNo, prompt }, evidence: 'nothing-sent' }
}

function promptOf(scene: SignedScene, parameters: Parameters): Prompt {
  switch (scene) {
    case 'page':
      return formOf(posted(parameters))
    case 'h5':
      return { kind: 'redirect', url: `${GATEWAY}?${writeForm(parameters)}` }
    case 'app':
      return { kind: 'invoke', bridge: 'alipay-app', params: { orderStr: writeForm(parameters) } }
  }
}

/** No header of a browser's names the charset of its form. */
function formOf({ url, form }: Posted): Prompt {
  return { kind: 'form', action: url, fields: form }
}
