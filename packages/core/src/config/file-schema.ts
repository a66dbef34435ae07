import { z } from 'zod'
import { CURRENCIES } from '../money.ts'

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/
const SCENES = ['native', 'micropay', 'jsapi', 'mini', 'app', 'h5', 'page'] as const
const origin = z.string().regex(/^https?:\/\/[^/?#@]+$/, 'expected an origin such as "https://host:port", without a path')

/** The names of accounts, methods and merchants. */
export const nameSchema = z.string().regex(NAME, 'expected a name of lower-case letters, digits and "-", 64 at most; rename it')

const merchant = nameSchema.describe('Who owns it (商户). Default: main. The accounts of a method belong to its merchant.')

/** What core itself reads in an account; the plugin's schema reads the rest. */
export const accountSchema = z.object({
  plugin: z
    .string()
    .min(1, 'expected a plugin package or a path, found an empty text')
    .describe("The provider's package, found from this file's folder, or the path of a plugin such as ./my-plugin.mjs."),
  extends: z
    .string()
    .optional()
    .describe('Another account (继承): what this one does not say itself it takes from there, key by key, but never notifyUrl.'),
  merchant: merchant.default('main'),
  retired: z
    .boolean()
    .optional()
    .describe(
      'Takes no new payments (停用); queries, refunds and notifies still work. What an account with payments becomes, instead of being removed.',
    ),
  proxy: z
    .string()
    .regex(/^http:\/\/[^/?#@]+\/?$/, 'expected a forward proxy such as "http://host:port", without user or password')
    .optional()
    .describe('A forward proxy (代理): http://host:port, without user or password.'),
  endpoints: z
    .record(origin, origin)
    .optional()
    .describe("Sandbox (沙箱) only: where the wallet's origins lead to, all of them or none. Refused in production."),
  ca: z
    .string()
    .optional()
    .describe('Sandbox (沙箱) only: the authority (PEM) that the addresses in endpoints are believed by. Refused in production.'),
  acceptContract: z
    .string()
    .optional()
    .describe(
      'Loads a plugin written for that version of the contract, outside the window that this core accepts; you answer for it.',
    ),
})

export type AccountEntry = z.infer<typeof accountSchema>

/** The keys of an account that are no plugin's. */
export const CORE_KEYS: readonly string[] = Object.keys(accountSchema.shape)

const weights = z
  .record(nameSchema, z.int('expected a whole number as weight').min(1, 'expected a weight of at least 1').max(1_000_000))
  .refine((shares) => Object.keys(shares).length > 0, 'expected at least one account, such as { qq-a: 9, qq-b: 1 }')

const use = z
  .union([nameSchema, weights], 'expected the name of an account, or accounts with weights such as { qq-a: 9, qq-b: 1 }')
  .describe('The account that takes the payment, or accounts with weights (权重): a hash of the order number chooses.')

const minorUnits = z.int('expected a whole number of minor units (分)').min(0, 'expected an amount from 0')

const when = z
  .strictObject({
    scene: z
      .union([z.enum(SCENES), z.array(z.enum(SCENES)).min(1, 'expected at least one scene')])
      .optional()
      .describe('The scenes (支付场景) that the rule takes, one or a list.'),
    currency: z.enum(CURRENCIES).optional().describe('ISO 4217 (币种). Default where an amount is given: CNY.'),
    minAmount: minorUnits.optional().describe('Smallest amount in minor units (分); it belongs to the range.'),
    maxAmount: minorUnits.optional().describe('Largest amount in minor units (分); it belongs to the range.'),
  })
  .describe('What a payment must be like; what is not said does not matter.')

const rule = z.strictObject({ use, when: when.optional() })
const rules = z
  .array(rule)
  .min(1, 'expected at least one rule, such as { use: qq-main }')
  .describe('Rules (路由规则): the first that fits takes the payment.')

const routed = z
  .strictObject({
    merchant: merchant.optional(),
    use: use.optional(),
    rules: rules.optional(),
    switch: z
      .enum(['wait', 'overlap'])
      .optional()
      .describe(
        'Cashier: an order goes to another account while its old attempt cannot be closed yet (换渠道): wait, the default, or overlap, and give a second success back.',
      ),
    late: z
      .enum(['refund', 'keep'])
      .optional()
      .describe('Cashier: money for what was closed (迟到付款): refund, the default, or keep where nobody else paid the order.'),
    failover: z
      .boolean()
      .optional()
      .describe(
        'Cashier: another account that fits takes the payment when the first provably did not (故障转移). Default: false.',
      ),
  })
  .refine(
    (method) => (method.use === undefined) !== (method.rules === undefined),
    'expected either "use" or "rules" beside merchant',
  )

/** What apps ask for: an account, rules of which the first that fits wins, or either with an owner. */
export const methodSchema = z.union(
  [nameSchema, rules, routed],
  'expected the name of an account, a list of rules, or { merchant, use } or { merchant, rules }',
)

export type MethodEntry = z.infer<typeof methodSchema>

export const modeSchema = z
  .enum(['development', 'production'])
  .describe('development, or production (生产), which refuses sandboxes, planned providers and keys that others may read.')
export type Mode = z.infer<typeof modeSchema>

/** The configuration file, around its accounts and methods. */
export const topSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors: where the JSON Schema of this file is (tpkit schema writes it).'),
  accounts: z
    .record(z.string(), z.unknown())
    .refine(
      (accounts) => Object.keys(accounts).length > 0,
      'expected at least one account, found none; write one (tpkit init does)',
    )
    .describe('Merchant accounts (收款账户) at wallets, by names of yours.'),
  methods: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('What apps ask for (支付方式), each with the account that takes its payments: switch wallets here.'),
  mode: modeSchema.default('development'),
  // Each is read by a schema of its own, once its references were followed.
  ledger: z.unknown().optional(),
  webhooks: z.unknown().optional(),
  cashier: z.unknown().optional(),
  gateway: z.unknown().optional(),
})
