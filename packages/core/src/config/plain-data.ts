export type Path = readonly PropertyKey[]

/** An object with keys, as a configuration has them. */
export type Entry = Readonly<Record<string, unknown>>

/** Whether a path leads to a value, or to something that this value stands in. */
export function leadsTo(path: Path, value: Path): boolean {
  return path.length <= value.length && path.every((part, index) => String(part) === String(value[index]))
}

/** What stands at a path of plain data. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, part) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, part) ? Reflect.get(found, part) : undefined,
    value,
  )
}

export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What was found, in words; never the value. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (Array.isArray(value)) return 'a list'
  return KINDS[typeof value] ?? 'keys and values'
}

const KINDS: Readonly<Record<string, string>> = { string: 'text', number: 'a number', boolean: 'true or false' }
