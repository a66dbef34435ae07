import { createHash, hkdfSync } from 'node:crypto'
import type { Sealer } from '@tpkit/backoffice'
import { Secret } from '@tpkit/core'
import type { Description, GatewayPlan } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'

type SealKeys = readonly [Secret, ...Secret[]]

/**
 * Seals as compact JWE (`dir`, A256GCM). The key's id and whose secret it is stand in the protected header, which the seal covers:
 * text that was moved to another row does not open.
 *
 * @param keys those that stand now: the first one seals, all open
 */
export function sealerFrom(keys: () => SealKeys): Sealer {
  return {
    seal: async (secret, context) => {
      const { kid, bytes } = derived(keys()[0])
      // Who seals nothing never loads it.
      const { CompactEncrypt } = await import('jose')
      const text = new CompactEncrypt(Buffer.from(secret)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, context })
      return text.encrypt(bytes)
    },
    open: async (sealed, context) => open(sealed, context, keys()),
  }
}

async function open(sealed: string, context: string, keys: SealKeys): Promise<string> {
  const { compactDecrypt } = await import('jose')
  const key = keys.map(derived).find(({ kid }) => kid === kidOf(sealed))
  if (!key)
    throw tpError(
      'CONFIG',
      `sealed secret of ${context}: expected a key in gateway.sealKeys that opens it, found none; put the one back that sealed it, behind the one that seals now`,
    )
  const opened = await compactDecrypt(sealed, key.bytes, ONLY).catch(() => undefined)
  if (opened?.protectedHeader.context === context) return Buffer.from(opened.plaintext).toString()
  throw tpError(
    'CONFIG',
    `sealed secret of ${context}: expected it as it was sealed, found it changed or moved here from elsewhere; draw a new one in its place`,
  )
}

/** The text says which key it wants, never how it is opened. */
const ONLY = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }

function kidOf(sealed: string): unknown {
  const [header = ''] = sealed.split('.')
  try {
    return Object(JSON.parse(Buffer.from(header, 'base64url').toString())).kid
  } catch {
    return undefined
  }
}

interface Derived {
  readonly kid: string
  readonly bytes: Uint8Array
}

const known = new WeakMap<Secret, Derived>()

/** What the configuration holds is text of any length; its id tells nothing of it. */
function derived(key: Secret): Derived {
  const part = (info: string, length: number) => Buffer.from(hkdfSync('sha256', key.reveal(), '', `tpkit seal ${info}`, length))
  const found = known.get(key) ?? { kid: part('id', 8).toString('base64url'), bytes: part('key', 32) }
  known.set(key, found)
  return found
}

const DEVELOPMENT = new Secret(createHash('sha256').update('tpkit: the seal key of development').digest('base64'))

/** Those of the configuration, which warns of their lack in development. Throws `CONFIG` for their lack in production. */
export function sealKeysOf({ sealKeys: [first, ...rest] }: GatewayPlan, mode: Description['mode']): SealKeys {
  if (first) return [first, ...rest]
  if (mode === 'development') return [DEVELOPMENT]
  throw tpError(
    'CONFIG',
    'gateway.sealKeys: expected keys for what is sealed in the ledger in production, found none; draw one of 32 random bytes in base64, and write sealKeys: [env:NAME]',
  )
}
