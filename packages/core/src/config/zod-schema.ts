import { z } from 'zod'
import { isEntry, type Path } from './plain-data.ts'

/** A schema as JSON Schema says it, as far as it can: what may be written, before any transformation. */
export type SchemaNode = Readonly<Record<string, unknown>>

const WRITTEN = new WeakMap<z.ZodType, SchemaNode | undefined>()

/** Undefined for a schema of another library or version, which may be a plugin's. Written once: a thousand accounts share a plugin. */
export function writtenSchema(schema: z.ZodType): SchemaNode | undefined {
  if (!WRITTEN.has(schema)) WRITTEN.set(schema, write(schema))
  return WRITTEN.get(schema)
}

function write(schema: z.ZodType): SchemaNode | undefined {
  try {
    return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  } catch {
    return undefined
  }
}

/** The keys that a schema knows at a path. */
export function keysAt(schema: SchemaNode | undefined, path: Path): readonly string[] {
  const found = path.reduce<readonly SchemaNode[]>((nodes, part) => nodes.flatMap((node) => below(node, part)), branches(schema))
  return [...new Set(found.flatMap(({ properties }) => (isEntry(properties) ? Object.keys(properties) : [])))]
}

/** Where in a value secrets stand, by the schema's `writeOnly` marks. */
export function secretsIn(schema: SchemaNode | undefined, value: unknown, path: Path = []): readonly (readonly [Path, string])[] {
  return secretTexts(branches(schema), value, path)
}

function secretTexts(nodes: readonly SchemaNode[], value: unknown, path: Path): readonly (readonly [Path, string])[] {
  const secret = nodes.some(({ writeOnly }) => writeOnly === true)
  if (typeof value === 'string') return secret ? [[path, value]] : []
  if (typeof value !== 'object' || value === null) return []
  // Where text belongs, what looks like a key may be a piece of it.
  if (secret && !Array.isArray(value)) return []
  const parts = Array.isArray(value) ? value.entries() : Object.entries(value)
  return [...parts].flatMap(([part, item]) => {
    const inner = nodes.flatMap((node) => below(node, part))
    return secretTexts(secret ? [{ writeOnly: true }, ...inner] : inner, item, [...path, part])
  })
}

function branches(node: unknown): readonly SchemaNode[] {
  if (!isEntry(node)) return []
  const inner = [node.anyOf, node.oneOf, node.allOf].flatMap((list) => (Array.isArray(list) ? list : []))
  return [node, ...inner.flatMap(branches)]
}

function below(node: SchemaNode, part: PropertyKey): readonly SchemaNode[] {
  if (typeof part === 'number') return branches(node.items)
  const named = isEntry(node.properties) ? node.properties[String(part)] : undefined
  return branches(named ?? node.additionalProperties)
}
