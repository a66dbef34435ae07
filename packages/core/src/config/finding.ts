export type Path = readonly PropertyKey[]

/** A problem before it has its place in the text. */
export interface Finding {
  readonly path: Path
  readonly reason: string
  /** The key is what is wrong, not what stands behind it. */
  readonly atKey?: boolean
}

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

/** An object with keys, as a configuration has them. */
export function isEntry(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What was found, in words; never the value. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (Array.isArray(value)) return 'a list'
  return KINDS[typeof value] ?? 'keys and values'
}

const KINDS: Readonly<Record<string, string>> = { string: 'text', number: 'a number', boolean: 'true or false' }
