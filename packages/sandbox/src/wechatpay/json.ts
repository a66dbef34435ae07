/** What the protocol's JSON can hold: no null. */
export type Json = boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json | undefined
}

/** The members of a JSON text by path: `amount.total`. Undefined for what the wallet does not take: no object, a null, four-byte characters. */
export function readObject(text: string): ReadonlyMap<string, Json> | undefined {
  const value = parse(text)
  if (!isObject(value) || FOUR_BYTES.test(text)) return undefined
  const leaves = new Map<string, Json>()
  return collect(leaves, '', value) ? leaves : undefined
}

const FOUR_BYTES = /[\ud800-\udfff]/

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** False where a null stands in it, or a four-byte character that was escaped. */
function collect(leaves: Map<string, Json>, path: string, value: unknown): boolean {
  if (value === null || value === undefined || (typeof value === 'string' && FOUR_BYTES.test(value))) return false
  if (typeof value !== 'object') {
    leaves.set(path, value as Json) // JSON.parse gives nothing else
    return true
  }
  return Object.entries(value).every(([name, member]) => collect(leaves, path === '' ? name : `${path}.${name}`, member))
}

export function parseObject(body: Uint8Array | string): JsonObject | undefined {
  const value = parse(typeof body === 'string' ? body : new TextDecoder().decode(body))
  return isObject(value) ? value : undefined
}

/** Other values at the paths that fit, leaf by leaf; undefined where none is there. */
export function changedLeaves(object: JsonObject, paths: RegExp, change: (value: Json) => Json): JsonObject | undefined {
  let found = false
  const walk = (value: Json, path: string): Json => {
    if (Array.isArray(value)) return value.map((each, index) => walk(each, `${path}.${index}`))
    if (isObject(value)) return walkObject(value, `${path}.`)
    if (!paths.test(path)) return value
    found = true
    return change(value)
  }
  const walkObject = (value: JsonObject, prefix: string): JsonObject =>
    Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, each === undefined ? undefined : walk(each, prefix + name)]),
    )
  const changed = walkObject(object, '')
  return found ? changed : undefined
}
