import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { localTime } from '../desk/time.ts'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** Where the certificates of an account are to be found. */
export interface Holding {
  readonly account: string
  /** Its entry as it is written, with what it takes from others. */
  readonly entry: Readonly<Record<string, unknown>>
  /** The configuration's folder. */
  readonly base: string
}

interface Held {
  /** `certificates.appCert`, `platformCertificates.0` */
  readonly path: string
  readonly notAfter: number
  /** One of a list, which others may stand in for. */
  readonly isOneOfMany: boolean
}

const DAY_MS = 86_400_000
const SOON_DAYS = 30

/** How long certificates last that sign messages: the application's own (应用公钥证书), the wallet's (支付宝公钥证书, 微信支付平台证书). */
export async function heldCertificateFindings(
  { account, entry, base }: Holding,
  nowMs: number,
  words: Words,
): Promise<readonly Finding[]> {
  // The client certificate has its own finding; `ca` belongs to the sandbox.
  const { certificate: _client, ca: _ca, ...others } = entry
  const held = await heldIn(others, base, [], false)
  return held.map((one) => ({ check: 'certificate', account, ...lasting(one, nowMs, words) }))
}

function lasting({ path, notAfter, isOneOfMany }: Held, nowMs: number, words: Words): Pick<Finding, 'level' | 'found' | 'todo'> {
  const until = localTime(notAfter).slice(0, 10)
  const days = Math.floor((notAfter - nowMs) / DAY_MS)
  const { left, expired, replace: todo } = words.certificate
  const found = `${path}${words.marks.colon}${days < 0 ? expired(until) : left(days, until)}`
  if (days < 0) return { level: isOneOfMany ? 'warning' : 'error', found, todo }
  return days < SOON_DAYS ? { level: 'warning', found, todo } : { level: 'ok', found }
}

async function heldIn(value: unknown, base: string, path: readonly string[], isOneOfMany: boolean): Promise<readonly Held[]> {
  if (typeof value === 'string') {
    const notAfter = endOf(await textOf(value, base))
    return notAfter === undefined ? [] : [{ path: path.join('.'), notAfter, isOneOfMany }]
  }
  if (typeof value !== 'object' || value === null || path.length > 3) return []
  const many = Array.isArray(value) && value.length > 1
  const found = await Promise.all(Object.entries(value).map(([name, inner]) => heldIn(inner, base, [...path, name], many)))
  return found.flat()
}

async function textOf(value: string, base: string): Promise<string> {
  if (!value.startsWith('file:')) return value
  return readFile(resolve(base, value.slice('file:'.length)), 'latin1').catch(() => '')
}

/** When the first certificate of a text ends; undefined where there is none, or one of an authority, which signs no messages. */
function endOf(text: string): number | undefined {
  if (!text.startsWith('-----BEGIN CERTIFICATE-----')) return undefined
  try {
    const { ca, validTo } = new X509Certificate(text)
    return ca ? undefined : Date.parse(validTo)
  } catch {
    return undefined
  }
}
