/** A schema of the document, as a reader sees it. */
import type { OpenApi } from './openapi.ts'
import type { Told } from './say.ts'

type Schemas = NonNullable<NonNullable<OpenApi['components']>['schemas']>
export type Schema = Schemas[string]

/** One row of a schema's table. */
export interface FieldRow {
  readonly name: string
  readonly type: string
  /** The schema that it leads to, by name. */
  readonly link?: string
  readonly required: boolean
  readonly description: string
  readonly example?: string
}

export interface Reader {
  readonly schemas: Schemas
  /** The text in the reader's language. */
  readonly say: (of: Told) => string
}

const REF = '#/components/schemas/'

export function refOf(schema: Schema): string | undefined {
  if ('$ref' in schema) return schema.$ref.slice(REF.length)
  const [first] = schema.allOf ?? []
  return first && '$ref' in first ? first.$ref.slice(REF.length) : undefined
}

/** Its own words come before those of what it refers to. */
function wordsOf(schema: Schema, reader: Reader): string {
  if ('$ref' in schema) return reader.say(target(schema.$ref.slice(REF.length), reader))
  const own = schema.allOf?.find((part) => 'description' in part)
  return reader.say(own && !('$ref' in own) ? own : schema)
}

function target(name: string, { schemas }: Reader): Exclude<Schema, { readonly $ref: string }> {
  const found = schemas[name]
  return found && !('$ref' in found) ? found : {}
}

/** Fields of an object, one behind the other, those of nested objects without a name under dotted names. */
export function fieldsOf(schema: Schema, reader: Reader, prefix = ''): readonly FieldRow[] {
  if ('$ref' in schema) return []
  const { properties = {}, required = [], allOf = [] } = schema
  const inherited = allOf.flatMap((part) => fieldsOf('$ref' in part ? target(refOf(part) ?? '', reader) : part, reader, prefix))
  const own = Object.entries(properties).flatMap(([name, field]) => [
    rowOf(`${prefix}${name}`, field, required.includes(name), reader),
    ...(refOf(field) === undefined ? fieldsOf(field, reader, `${prefix}${name}.`) : []),
  ])
  return [...inherited, ...own]
}

function rowOf(name: string, field: Schema, required: boolean, reader: Reader): FieldRow {
  const link = refOf(itemOf(field) ?? field)
  const example = '$ref' in field ? undefined : field.example
  return {
    ...{ name, type: typeOf(field), required, description: wordsOf(field, reader) },
    ...(link !== undefined && { link }),
    ...(example !== undefined && { example: JSON.stringify(example) }),
  }
}

function itemOf(field: Schema): Schema | undefined {
  return '$ref' in field ? undefined : field.items
}

export function typeOf(field: Schema): string {
  const name = refOf(field)
  if (name !== undefined || '$ref' in field) return name ?? ''
  if (field.enum) return field.enum.map(String).join(' | ')
  if (field.items) return `[${typeOf(field.items)}]`
  const alternatives = field.oneOf ?? field.anyOf
  if (alternatives) return alternatives.map(typeOf).join(' | ')
  const { type = 'any', format } = field
  return `${Array.isArray(type) ? type.join(' | ') : type}${format === undefined ? '' : ` (${format})`}`
}

/** Something that the schema takes. */
export function exampleOf(schema: Schema, reader: Reader): unknown {
  const name = refOf(schema)
  if (name !== undefined) return exampleOf(target(name, reader), reader)
  if ('$ref' in schema) return undefined
  if (schema.example !== undefined) return schema.example
  const [first] = schema.oneOf ?? schema.anyOf ?? []
  if (first) return exampleOf(first, reader)
  if (schema.enum) return schema.enum[0]
  const { properties, required = [] } = schema
  if (!properties) return schema.type === 'array' ? [] : (EXAMPLES[String(schema.type)] ?? {})
  const wanted = Object.entries(properties).filter(([field]) => required.includes(field))
  return Object.fromEntries(wanted.map(([field, value]) => [field, exampleOf(value, reader)]))
}

const EXAMPLES: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, boolean: true }
