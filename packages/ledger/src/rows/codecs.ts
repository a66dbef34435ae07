import type {
  AttemptRow,
  AuditRow,
  DeliveryRow,
  DifferenceRow,
  EndpointRow,
  EventRow,
  EvidenceRow,
  IdempotencyRow,
  NoticeRow,
  OrderRow,
  RefundRow,
  StatementDayRow,
} from '@tpkit/cashier'
import { type Codec, codec } from './codec.ts'
import { amount, amountBeside, json, text, whole, word } from './column.ts'

export const ORDER: Codec<OrderRow> = codec<OrderRow>(
  'orders',
  ['id'],
  {
    id: text('id'),
    merchant: text('merchant'),
    orderNo: text('order_no'),
    method: text('method'),
    subject: text('subject'),
    total: amount('total'),
    attach: text('attach'),
    status: word('status'),
    paidAttemptId: text('paid_attempt_id'),
    createdAt: whole('created_at'),
    expiresAt: whole('expires_at'),
    updatedAt: whole('updated_at'),
    closing: word('closing'),
    nextCheckAt: whole('next_check_at'),
  },
  ['merchant', 'orderNo', 'method', 'subject', 'total', 'attach', 'createdAt'],
)

export const ATTEMPT: Codec<AttemptRow> = codec<AttemptRow>(
  'attempts',
  ['id'],
  {
    id: text('id'),
    orderId: text('order_id'),
    account: text('account'),
    outTradeNo: text('out_trade_no'),
    scene: word('scene'),
    total: amount('total'),
    status: word('status'),
    transactionId: text('transaction_id'),
    createdAt: whole('created_at'),
    sentAt: whole('sent_at'),
    expiresAt: whole('expires_at'),
    paidAt: whole('paid_at'),
    payerTotal: amountBeside('payer_total'),
    payerDigest: text('payer_digest'),
    prompt: json('prompt'),
    unknown: json('unknown'),
    wish: word('wish'),
    nextCheckAt: whole('next_check_at'),
    checks: whole('checks'),
    quarantine: text('quarantine'),
  },
  ['orderId', 'account', 'outTradeNo', 'scene', 'total', 'createdAt'],
)

export const REFUND: Codec<RefundRow> = codec<RefundRow>(
  'refunds',
  ['id'],
  {
    id: text('id'),
    merchant: text('merchant'),
    orderId: text('order_id'),
    attemptId: text('attempt_id'),
    account: text('account'),
    outTradeNo: text('out_trade_no'),
    refundNo: text('refund_no'),
    outRefundNo: text('out_refund_no'),
    refundId: text('refund_id'),
    kind: word('kind'),
    amount: amount('amount'),
    reason: text('reason'),
    status: word('status'),
    createdAt: whole('created_at'),
    sentAt: whole('sent_at'),
    refundedAt: whole('refunded_at'),
    unknown: json('unknown'),
    nextCheckAt: whole('next_check_at'),
    checks: whole('checks'),
    quarantine: text('quarantine'),
  },
  ['merchant', 'orderId', 'attemptId', 'account', 'outTradeNo', 'refundNo', 'outRefundNo', 'kind', 'amount', 'createdAt'],
)

export const NOTICE: Codec<NoticeRow> = codec<NoticeRow>('notices', ['account', 'notice_id'], {
  account: text('account'),
  noticeId: text('notice_id'),
  state: word('state'),
  outTradeNo: text('out_trade_no'),
  orderId: text('order_id'),
  reason: text('reason'),
  evidenceId: text('evidence_id'),
  firstAt: whole('first_at'),
  lastAt: whole('last_at'),
  seen: whole('seen'),
})

export const IDEMPOTENCY: Codec<IdempotencyRow> = codec<IdempotencyRow>('idempotency', ['merchant', 'key'], {
  merchant: text('merchant'),
  key: text('key'),
  fingerprint: text('fingerprint'),
  at: whole('at'),
  orderId: text('order_id'),
  refundId: text('refund_id'),
})

export const EVIDENCE: Codec<EvidenceRow> = codec<EvidenceRow>('evidence', ['id'], {
  id: text('id'),
  orderId: text('order_id'),
  account: text('account'),
  kind: word('kind'),
  text: text('text'),
  digest: text('digest'),
  at: whole('at'),
  deleteAfter: whole('delete_after'),
})

export const EVENT: Codec<EventRow> = codec<EventRow>('events', ['id'], {
  id: text('id'),
  merchant: text('merchant'),
  type: text('type'),
  at: whole('at'),
  orderId: text('order_id'),
  data: text('data'),
})

export const DELIVERY: Codec<DeliveryRow> = codec<DeliveryRow>('deliveries', ['id'], {
  id: text('id'),
  eventId: text('event_id'),
  merchant: text('merchant'),
  endpoint: text('endpoint'),
  state: word('state'),
  tries: whole('tries'),
  nextCheckAt: whole('next_check_at'),
  last: text('last'),
})

export const ENDPOINT: Codec<EndpointRow> = codec<EndpointRow>('endpoints', ['merchant', 'endpoint'], {
  merchant: text('merchant'),
  endpoint: text('endpoint'),
  disabledAt: whole('disabled_at'),
  reason: text('reason'),
})

export const STATEMENT_DAY: Codec<StatementDayRow> = codec<StatementDayRow>('statement_days', ['account', 'day'], {
  account: text('account'),
  day: text('day'),
  digest: text('digest'),
  rows: whole('rows'),
  paid: amount('paid'),
  refunded: amountBeside('refunded'),
  fee: amountBeside('fee'),
  net: amountBeside('net'),
  at: whole('at'),
})

export const DIFFERENCE: Codec<DifferenceRow> = codec<DifferenceRow>('differences', ['id'], {
  id: text('id'),
  account: text('account'),
  day: text('day'),
  kind: text('kind'),
  outTradeNo: text('out_trade_no'),
  outRefundNo: text('out_refund_no'),
  orderId: text('order_id'),
  ours: text('ours'),
  theirs: text('theirs'),
  openedAt: whole('opened_at'),
  resolvedAt: whole('resolved_at'),
  resolution: text('resolution'),
})

export const AUDIT: Codec<AuditRow> = codec<AuditRow>('audit', ['id'], {
  id: text('id'),
  at: whole('at'),
  who: text('who'),
  what: text('what'),
  subject: text('subject'),
  data: json('data'),
})
