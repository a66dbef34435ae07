/** What the protocol's JSON can hold. */
export type Json = boolean | number | string | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json | undefined
}

/** The members of a JSON text; nulls and empty texts are as good as absent. Undefined for what is no object. */
export function readObject(text: string): ReadonlyMap<string, Json> | undefined {
  const value = parsed(text)
  if (!isObject(value)) return undefined
  return new Map(
    Object.entries(value).flatMap(([name, each]) => (each === undefined || each === null || each === '' ? [] : [[name, each]])),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Undefined for what is no object. */
export function parseObject(text: string): JsonObject | undefined {
  const value = parsed(text)
  return isObject(value) ? value : undefined
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As the gateway writes it: compact, letters as they are, and every slash escaped. Who writes it anew breaks the signature. */
export function written(value: object): string {
  return JSON.stringify(value).replaceAll('/', '\\/')
}
