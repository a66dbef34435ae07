import type { Secrets } from '../ports.ts'
import { exposed, literalSecrets } from './exposure.ts'
import type { Mode } from './file-schema.ts'
import type { GatewayPlan, ListenPlan } from './gateway-plan.ts'
import { type GatewayEntry, gatewaySchema } from './gateway-schema.ts'
import { type PathProblem, PLAIN_ADDRESS } from './path-problem.ts'
import type { Entry, Path } from './plain-data.ts'
import { partReader } from './read-part.ts'
import { resolveReferences } from './references.ts'
import { writtenSchema } from './zod-schema.ts'

export interface GatewayReading {
  readonly plan: GatewayPlan
  /** Paths are from the file. */
  readonly problems: readonly PathProblem[]
  readonly warnings: readonly PathProblem[]
}

export interface GatewayReadingWorld {
  readonly secrets: Secrets
  readonly mode: Mode
  readonly base: string
  /** Paths whose problem was told already. */
  readonly gaps: readonly Path[]
}

export const NO_GATEWAY: GatewayPlan = { trustedProxies: [], sealKeys: [], limits: {} }

/** Reads what the file says to the gateway. */
export async function readGateway({ gateway }: Entry, world: GatewayReadingWorld): Promise<GatewayReading> {
  if (gateway === undefined) return { plan: NO_GATEWAY, problems: [], warnings: [] }
  const { value, bad, read } = await resolveReferences({ gateway }, world.secrets, world.base)
  const { made, problems } = partReader(Object(value), [...world.gaps, ...bad.map(({ path }) => path)])('gateway', gatewaySchema)
  const open = await exposed(read, world.secrets, world.base)
  const literal = literalSecrets(gateway, writtenSchema(gatewaySchema)).map((one) => ({ ...one, path: ['gateway', ...one.path] }))
  const production = world.mode === 'production'
  const unsealed =
    made && !made.sealKeys ? [{ path: ['gateway'], reason: production ? NEEDS_KEY : DERIVED_KEY, atKey: true }] : []
  const grave = [...open, ...unsealed]
  return {
    plan: made ? planOf(made) : NO_GATEWAY,
    problems: [...bad, ...problems, ...(production ? [...grave, ...plainUrl(made)] : [])],
    warnings: [...(production ? [] : grave), ...literal],
  }
}

const NEEDS_KEY =
  'expected keys for what is sealed in the ledger in production, found none; draw one of 32 random bytes in base64, and write sealKeys: [env:NAME]'
const DERIVED_KEY =
  'expected keys for what is sealed in the ledger, found none; until there is one it is derived from a text that everybody knows; write sealKeys: [env:NAME] before production'

function plainUrl(made: GatewayEntry | undefined): readonly PathProblem[] {
  if (!made?.publicUrl?.startsWith('http:')) return []
  return [{ path: ['gateway', 'publicUrl'], reason: PLAIN_ADDRESS }]
}

function planOf({
  listen,
  publicUrl,
  trustedProxies = [],
  sealKeys = [],
  drainDelaySeconds,
  limits = {},
}: GatewayEntry): GatewayPlan {
  return {
    ...(listen !== undefined && { listen: listenPlan(listen) }),
    ...(publicUrl !== undefined && { publicUrl: publicUrl.replace(/\/$/, '') }),
    trustedProxies,
    sealKeys,
    ...(drainDelaySeconds !== undefined && { drainDelaySeconds }),
    limits: Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined)),
  }
}

function listenPlan(text: string): ListenPlan {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) }
}
