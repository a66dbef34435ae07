import { z } from 'zod'

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/
const name = z.string().regex(NAME, 'expected a name of lower-case letters, digits and "-"')
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
  /** Another account, whose keys this one takes where it has none of its own. By the time that this schema reads, only a wrong one is left. */
  extends: z.never('expected the name of another account').optional(),
  /** Loads a plugin whose contract lies outside the window; the operator answers for it. */
  acceptContract: z.string().optional(),
})

export type AccountEntry = z.infer<typeof accountSchema>

/** The configuration file. */
export const fileSchema = z.strictObject({
  accounts: z.record(name, accountSchema).refine((accounts) => Object.keys(accounts).length > 0, 'expected at least one account'),
  methods: z.record(name, z.string()).default({}),
  mode: z.enum(['development', 'production']).default('development'),
})

export type FileEntry = z.infer<typeof fileSchema>
export type Mode = FileEntry['mode']
