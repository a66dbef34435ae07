import type { Finding, Instant, PayCommand, PayReply } from '@tpkit/core'
import { given, invalid } from '@tpkit/core/provider'
import type { Account } from './account.ts'
import type { Opened } from './answer.ts'
import { checkIp, checkPaymentCode, checkWords } from './checks.ts'
import { orderExtra } from './extra.ts'
import { answers, findingOf } from './finding.ts'
import { goods } from './order.ts'
import { repliedFact } from './payment.ts'

type Counter = PayCommand<'micropay'>

/** 付款码支付, request. No clock, no expiry and no notify in it: a repeat is the same order, and the answer or a query tells. */
export function counterBody(command: Counter, account: Account): object {
  const { storeInfo, h5Info: _, ...extra } = orderExtra('micropay', command.extra?.wechatpay)
  return {
    ...goods(command, account),
    ...extra,
    payer: { auth_code: checkPaymentCode(command.authCode) },
    scene_info: {
      device_id: given(command.deviceId, (device) => checkWords('deviceId', device, 32)) ?? account.deviceId ?? 'POS-1',
      device_ip: given(command.payerIp, (address) => checkIp('payerIp', address)) ?? account.defaultPayerIp,
      store_info: storeInfo ?? store(account),
    },
  }
}

function store({ storeId, doubts }: Account): object | undefined {
  if (doubts.scanLocation === 'none' || storeId === undefined) return undefined
  if (storeId === '') throw invalid('storeId', 'the number of a store', storeId)
  return { id: storeId }
}

/** 付款码支付, answer: the payment itself, at once; a payer who is still typing, in either shape; or what a refusal proves. */
export function counterFinding(opened: Opened, command: Counter, account: Account, nowMs: Instant): Finding<PayReply> {
  if (opened.kind === 'refusal') {
    return answers('waiting', 'micropay', opened) ? done(waiting(command, account, nowMs)) : findingOf('micropay', opened)
  }
  const { fields, status } = opened
  // 202, or a body that holds the state alone.
  if (status === 202 || (fields.trade_state === 'USERPAYING' && !fields.out_trade_no))
    return done(waiting(command, account, nowMs))
  const fact = repliedFact(fields, command)
  return done(
    fact.status === 'pending' ? { ...waiting(command, account, nowMs), fact } : { outTradeNo: command.outTradeNo, fact },
  )
}

function done(value: PayReply): Finding<PayReply> {
  return { kind: 'done', value, evidence: 'verified' }
}

function waiting({ outTradeNo }: Counter, { doubts }: Account, nowMs: Instant): PayReply {
  return { outTradeNo, prompt: { kind: 'wait', expiresAt: nowMs + doubts.giveUpSeconds * 1_000 } }
}
