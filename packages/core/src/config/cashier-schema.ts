import { z } from 'zod'
import { CURRENCIES } from '../money.ts'
import { secretField } from './fields.ts'
import { nameSchema } from './file-schema.ts'
import { isWebhookSecret } from './webhook-secret.ts'

/*
 * What the cashier reads of the configuration: where orders live, who is told of them, and how long things are kept. Core
 * only reads it; references have been followed already.
 */

export const ledgerSchema = z
  .string()
  .regex(/^(?:sqlite:.|postgres(?:ql)?:\/\/.)/, 'expected "sqlite:" with a path, or a "postgres://" address; write one of them')
  .describe(
    "Where the cashier keeps orders (账本): sqlite:./tpkit.db, from this file's folder, sqlite::memory:, or postgres://…, which holds a password and is written env:NAME.",
  )

const secret = secretField(16).refine(
  (text) => isWebhookSecret(text.reveal()),
  'expected a Standard Webhooks secret, "whsec_" (24 to 64 bytes) or "whsk_" (an Ed25519 key) and base64, found other text; draw one',
)

const address = z
  .string()
  .regex(
    /^https?:\/\/[^/?#@\s]+(?:[/?][^#\s]*)?$/,
    'expected an address such as https://shop.example.com/hooks, without user or password',
  )

const event = z
  .string()
  .regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/, 'expected a type of event such as payment.succeeded; docs/cashier.md has all of them')

const webhook = z.strictObject({
  name: nameSchema.describe('Your name for it (端点); it stands in lists and logs, and is found only once.'),
  url: address.describe('Where events are posted (推送地址). https in production.'),
  secrets: z
    .array(secret)
    .min(1, 'expected at least one secret; draw one: "whsec_" and 32 random bytes in base64')
    .describe(
      'Standard Webhooks secrets (推送密钥), by reference: whsec_… (HMAC) or whsk_… (Ed25519). All sign: a list is a rotation.',
    ),
  events: z
    .array(event)
    .min(1, 'expected at least one type of event; leave the list out to hear of all')
    .optional()
    .describe('Only these types of events (事件). Default: all.'),
  merchant: nameSchema.optional().describe('Whose events (商户). Default: main.'),
})

export const webhooksSchema = z
  .array(webhook)
  .describe('Endpoints that are told of events (事件推送), signed as Standard Webhooks say.')

const days = z
  .int('expected a whole number of days')
  .min(1, 'expected at least one day')
  .max(36_500, 'expected at most 36500 days')
const minorUnits = z.int('expected a whole number of minor units (分)').min(1, 'expected an amount from 1')
const count = z.int('expected a whole number').min(1, 'expected at least 1').max(1_000_000_000)

const bound = z.strictObject({
  count: count.optional().describe('At most so many (笔数).'),
  amount: minorUnits.optional().describe('At most so much together, in minor units (分).'),
})
const bounds = {
  maxAmount: minorUnits.optional().describe('At most so much at once, in minor units (分).'),
  perHour: bound.optional().describe('Within one hour (每小时).'),
  perDay: bound.optional().describe('Within 24 hours (每日).'),
}

const risk = z
  .strictObject({
    currency: z.enum(CURRENCIES).optional().describe('Of all amounts here (币种). Default: CNY.'),
    ...bounds,
    reviewFrom: minorUnits.optional().describe('From this amount on an operator decides first (人工审核), in minor units (分).'),
    refunds: z.strictObject(bounds).optional().describe('The same for refunds (退款).'),
  })
  .describe('What a payment may be like, per merchant (风控); what is above is refused.')

const keep = z
  .strictObject({
    rawDays: days.optional().describe('What wallets said, byte by byte (原始报文). Default: 180.'),
    payerDays: days.optional().describe('Who paid (付款人标识). Default: 1096.'),
    commandDays: days.optional().describe('What is needed to repeat a payment (支付请求). Default: 180.'),
    orderDays: days.optional().describe('Orders, refunds and their journal, once final (订单与流水). Default: 1827.'),
    eventDays: days.optional().describe('Events (事件). Default: 180.'),
  })
  .describe('How long things are kept, in days (保留期限); "tpkit purge" deletes what is older.')

export const cashierSchema = z
  .strictObject({
    orderMinutes: z
      .int('expected a whole number of minutes')
      .min(1, 'expected at least one minute')
      .max(525_600, 'expected at most a year')
      .optional()
      .describe('How long an order can be paid (订单有效期) unless it says otherwise. Default: 15.'),
    concurrency: z
      .int('expected a whole number')
      .min(1, 'expected at least 1')
      .max(10_000, 'expected at most 10000')
      .optional()
      .describe('Calls under way at one account at one time (并发数). Default: 16.'),
    digestKey: secretField(16)
      .optional()
      .describe('Under which payer ids are digested (摘要密钥): at least 16 characters, for good. Required in production.'),
    keep: keep.optional(),
    risk: risk.optional(),
  })
  .describe('How the cashier (收银台) works.')

export type WebhookEntry = z.infer<typeof webhook>
export type CashierEntry = z.infer<typeof cashierSchema>
