import { Refused } from './refused.ts'

/** The members of a JSON object that somebody sent. */
export type Fields = ReadonlyMap<string, unknown>

/** The fields of a value that must be a JSON object. */
export function fieldsOf(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value))
  throw new Refused(400, `${name}: expected a JSON object, found something else`)
}

/** Throws for a name that nobody reads: a misspelt `mchId` would act on another merchant's order. */
export function refuseUnknown(names: Iterable<string>, known: readonly string[]): void {
  const unknown = [...names].find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new Refused(400, `${unknown}: expected ${known.length > 0 ? `one of ${known.join(', ')}` : 'no field at all'}`)
}

export function textField(body: Fields, name: string): string | undefined {
  const value = body.get(name)
  if (value === undefined || typeof value === 'string') return value
  throw new Refused(400, `${name}: expected text in quotes, found ${JSON.stringify(value)}`)
}

export function neededText(body: Fields, name: string): string {
  const value = textField(body, name)
  if (value) return value
  throw new Refused(400, `${name}: expected text, found none`)
}

export function textFields<Name extends string>(body: Fields, names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = textField(body, name)
    if (value !== undefined) found[name] = value
  }
  return found
}
