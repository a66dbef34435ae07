import { isEntry } from './plain-data.ts'

type Check = (keyword: unknown, value: unknown, at: string, schema: Readonly<Record<string, unknown>>) => readonly string[]

/** What in a value breaks a JSON Schema, for the keywords that ours uses; any other keyword is an error of the test. */
export function violations(schema: unknown, value: unknown, at = ''): readonly string[] {
  if (schema === true) return []
  if (schema === false) return [`${at}: refused`]
  if (!isEntry(schema)) throw new TypeError('no schema')
  return Object.entries(schema).flatMap(([keyword, said]) => {
    if (SILENT.includes(keyword)) return []
    const check = CHECKS[keyword]
    if (!check) throw new TypeError(`a keyword that is not known here: ${keyword}`)
    return check(said, value, at, schema)
  })
}

const SILENT: readonly string[] = ['$schema', 'title', 'description', 'default', 'writeOnly', 'then', 'additionalProperties']

const valid = (schema: unknown, value: unknown): boolean => violations(schema, value).length === 0
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const told = (wrong: boolean, at: string, what: string): readonly string[] => (wrong ? [`${at}: ${what}`] : [])

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isEntry,
  array: Array.isArray,
  integer: Number.isInteger,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
}

const CHECKS: Readonly<Record<string, Check>> = {
  type: (type, value, at) => told(!TYPES[String(type)]?.(value), at, `type ${type}`),
  const: (word, value, at) => told(word !== value, at, 'const'),
  enum: (words, value, at) => told(!list(words).includes(value), at, 'enum'),
  pattern: (pattern, value, at) =>
    told(typeof value === 'string' && !new RegExp(String(pattern), 'u').test(value), at, 'pattern'),
  minLength: (least, value, at) => told(typeof value === 'string' && value.length < Number(least), at, 'minLength'),
  minimum: (least, value, at) => told(typeof value === 'number' && value < Number(least), at, 'minimum'),
  maximum: (most, value, at) => told(typeof value === 'number' && value > Number(most), at, 'maximum'),
  minItems: (least, value, at) => told(Array.isArray(value) && value.length < Number(least), at, 'minItems'),
  minProperties: (least, value, at) => told(isEntry(value) && Object.keys(value).length < Number(least), at, 'minProperties'),
  items: (schema, value, at) => list(value).flatMap((item, index) => violations(schema, item, `${at}/${index}`)),
  required: (names, value, at) =>
    list(names).flatMap((name) => told(isEntry(value) && !Object.hasOwn(value, String(name)), at, `${name} missing`)),
  properties: (properties, value, at, { additionalProperties = true }) => {
    if (!isEntry(value) || !isEntry(properties)) return []
    return Object.entries(value).flatMap(([name, item]) =>
      violations(properties[name] ?? additionalProperties, item, `${at}/${name}`),
    )
  },
  propertyNames: (schema, value, at, { additionalProperties = true, properties }) => {
    if (!isEntry(value)) return []
    const rest = properties === undefined ? Object.entries(value) : []
    return [
      ...Object.keys(value).flatMap((name) => violations(schema, name, `${at}/${name}`)),
      ...rest.flatMap(([name, item]) => violations(additionalProperties, item, `${at}/${name}`)),
    ]
  },
  anyOf: (schemas, value, at) => told(!list(schemas).some((schema) => valid(schema, value)), at, 'anyOf'),
  allOf: (schemas, value, at) => list(schemas).flatMap((schema) => violations(schema, value, at)),
  not: (schema, value, at) => told(valid(schema, value), at, 'not'),
  if: (schema, value, at, { then }) => (valid(schema, value) ? violations(then, value, at) : []),
}
