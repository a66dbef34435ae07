import { z } from 'zod'

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/
const name = z.string().regex(NAME, 'expected a name of lower-case letters, digits and "-"')
const SCENES = ['native', 'micropay', 'jsapi', 'mini', 'app', 'h5', 'page'] as const
const origin = z.string().regex(/^https?:\/\/[^/?#@]+$/, 'expected an origin such as "https://host:port", without a path')

/** What core itself reads in an account; the plugin's schema reads the rest. */
export const accountSchema = z.looseObject({
  plugin: z.string().min(1),
  /** Origin → origin: sandbox only. */
  endpoints: z.record(origin, origin).optional(),
  /** A private certificate authority: sandbox only. */
  ca: z.string().optional(),
  proxy: z
    .string()
    .regex(/^http:\/\/[^/?#@]+\/?$/, 'expected a forward proxy such as "http://host:port", without user or password')
    .optional(),
  /** No new payments; queries, refunds and notifies still work. */
  retired: z.boolean().optional(),
  /** Who owns it. */
  merchant: name.default('main'),
  /** Another account, whose keys this one takes where it has none of its own. By the time that this schema reads, only a wrong one is left. */
  extends: z.never('expected the name of another account').optional(),
  /** Loads a plugin whose contract lies outside the window; the operator answers for it. */
  acceptContract: z.string().optional(),
})

export type AccountEntry = z.infer<typeof accountSchema>

const weights = z
  .record(name, z.int().min(1).max(1_000_000))
  .refine((shares) => Object.keys(shares).length > 0, 'expected at least one account')

/** One account, or accounts with weights: a hash of the order number chooses. */
const use = z.union([name, weights], 'expected the name of an account, or accounts with weights such as { qq-a: 9, qq-b: 1 }')

const minorUnits = z.int().min(0)

const when = z.strictObject({
  scene: z.union([z.enum(SCENES), z.array(z.enum(SCENES)).min(1)]).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as "CNY"')
    .optional(),
  /** Minor units (分); both ends belong to the range. */
  minAmount: minorUnits.optional(),
  maxAmount: minorUnits.optional(),
})

const rule = z.strictObject({ use, when: when.optional() })
const rules = z.array(rule).min(1)

/** What apps ask for: an account, rules of which the first that fits wins, or either with an owner. */
export const methodSchema = z.union(
  [name, rules, z.strictObject({ merchant: name.optional(), use }), z.strictObject({ merchant: name.optional(), rules })],
  'expected the name of an account, a list of rules, or { merchant, use } or { merchant, rules }',
)

export type MethodEntry = z.infer<typeof methodSchema>

export const modeSchema = z.enum(['development', 'production'])
export type Mode = z.infer<typeof modeSchema>

/** The names of accounts, methods and merchants. */
export const nameSchema = name

/** The configuration file. */
export const fileSchema = z.strictObject({
  /** For editors, where the file is JSON. */
  $schema: z.string().optional(),
  accounts: z.record(name, accountSchema).refine((accounts) => Object.keys(accounts).length > 0, 'expected at least one account'),
  methods: z.record(name, methodSchema).default({}),
  mode: modeSchema.default('development'),
})

export type FileEntry = z.infer<typeof fileSchema>
