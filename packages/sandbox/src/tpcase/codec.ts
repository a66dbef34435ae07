/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * JSON for everything that goes into a wallet or comes out of it. What JSON lacks is an object of one name: `$bytes` (text in
 * UTF-8), `$base64`, `$bigint`, `$map`. Nothing (undefined) is null in a list, and left out in an object.
 */
export function encode(value: unknown): Json {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'bigint') return { $bigint: String(value) }
  if (value instanceof Uint8Array) return encodeBytes(value)
  if (value instanceof Map) return { $map: [...value].map(encode) }
  if (Array.isArray(value)) return value.map(encode)
  if (typeof value === 'object') return encodeObject(value)
  throw new Error(`tpcase: expected data, found a ${typeof value}; a case cannot hold it`)
}

function encodeBytes(bytes: Uint8Array): Json {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const same = Buffer.from(text).equals(bytes)
  return same ? { $bytes: text } : { $base64: Buffer.from(bytes).toString('base64') }
}

function encodeObject(value: object): Json {
  const known = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(known.map(([name, part]) => [name, encode(part)]))
}

/** The value behind; null becomes undefined. Throws for a `$` name that it does not know. */
export function decode(json: Json): unknown {
  if (json === null) return undefined
  if (typeof json !== 'object') return json
  if (isList(json)) return json.map(decode)
  const [first, ...more] = Object.entries(json)
  if (first?.[0].startsWith('$') && more.length === 0) return special(...first)
  return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, decode(part)]))
}

function special(name: string, content: Json): unknown {
  if (name === '$bytes' && typeof content === 'string') return new TextEncoder().encode(content)
  if (name === '$base64' && typeof content === 'string') return new Uint8Array(Buffer.from(content, 'base64'))
  if (name === '$bigint' && typeof content === 'string' && /^-?[0-9]{1,400}$/.test(content)) return BigInt(content)
  if (name === '$map' && isList(content) && content.every(isPair))
    return new Map(content.map(([key, value]) => [decode(key), decode(value)]))
  throw new Error(
    `tpcase: expected $bytes, $base64, $bigint or $map with its content, found ${JSON.stringify(name.slice(0, 32))}`,
  )
}

function isPair(json: Json): json is readonly [Json, Json] {
  return isList(json) && json.length === 2
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json)
}

export function isObject(json: Json | undefined): json is { readonly [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
