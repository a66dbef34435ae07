import { cashierSchema, ledgerSchema, webhooksSchema } from './cashier-schema.ts'
import { accountSchema, CORE_KEYS, methodSchema, nameSchema, topSchema } from './file-schema.ts'
import { gatewaySchema } from './gateway-schema.ts'
import type { AnyPlugin } from './import-plugin.ts'
import { isEntry } from './plain-data.ts'
import { type SchemaNode, writtenSchema } from './zod-schema.ts'

/** A plugin as configurations name it. */
export interface NamedPlugin {
  readonly specifier: string
  readonly plugin: Pick<AnyPlugin, 'config' | 'manifest'>
}

/** They say who gets the money, in plain text: no reference is followed in them. */
const PLAIN: readonly string[] = ['plugin', 'extends', 'merchant', 'acceptContract']
const REFERENCE = { type: 'string', pattern: '^(env|file):.' }

/**
 * The JSON Schema (draft 2020-12) of a configuration with these plugins, for editors: completion, descriptions, a
 * misspelt key underlined. What several fields say together only the loader checks.
 */
export function configJsonSchema(plugins: readonly NamedPlugin[]): object {
  const { properties, ...top } = written(topSchema)
  const name = written(nameSchema)
  const known = plugins.flatMap(({ specifier, plugin }) => knownPlugin(specifier, plugin))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'tpkit configuration',
    ...top,
    properties: {
      ...entry(properties),
      accounts: {
        ...entry(entry(properties).accounts),
        propertyNames: name,
        minProperties: 1,
        additionalProperties: account(known),
      },
      methods: { ...entry(entry(properties).methods), propertyNames: name, additionalProperties: written(methodSchema) },
      ledger: withReferences(written(ledgerSchema)),
      webhooks: withReferences(written(webhooksSchema)),
      cashier: withReferences(written(cashierSchema)),
      gateway: withReferences(written(gatewaySchema)),
    },
  }
}

interface KnownPlugin {
  readonly specifier: string
  readonly title: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly required: unknown
}

/** None for a schema that cannot be written down: its accounts are left to the loader. */
function knownPlugin(specifier: string, { config, manifest }: NamedPlugin['plugin']): readonly KnownPlugin[] {
  const schema = writtenSchema(config)
  // Pointers lead nowhere once a schema is a part of another.
  if (!schema || !isEntry(schema.properties) || JSON.stringify(schema).includes('"$ref"')) return []
  const planned = manifest.status === 'planned' ? ' (planned)' : ''
  const title = `${manifest.title.en} · ${manifest.title.zh}${planned}`
  return [{ specifier, title, fields: entry(withReferences(schema.properties)), required: schema.required ?? [] }]
}

/** By its `plugin` an account is that plugin's. One that extends another may leave out anything, its plugin too. */
function account(plugins: readonly KnownPlugin[]): SchemaNode {
  const core = coreFields()
  return {
    type: 'object',
    properties: { ...core, plugin: { ...entry(core.plugin), anyOf: [...plugins.map(pluginChoice), { type: 'string' }] } },
    allOf: [
      when(ALONE, { required: ['plugin'] }),
      ...plugins.map(({ specifier, title, fields, required }) =>
        when(names(specifier), { title, ...strict(fields), allOf: [when(ALONE, { required })] }),
      ),
      ...(plugins.length === 0 ? [] : [when({ not: { required: ['plugin'] } }, strict(fieldsOfAll(plugins)))]),
    ],
  }
}

const ALONE: SchemaNode = { not: { required: ['extends'] } }

function names(specifier: string): SchemaNode {
  return { required: ['plugin'], properties: { plugin: { const: specifier } } }
}

function when(condition: SchemaNode, then: SchemaNode): SchemaNode {
  return Object.fromEntries([
    ['if', condition],
    ['then', then],
  ])
}

function strict(fields: SchemaNode): SchemaNode {
  return { properties: { ...Object.fromEntries(CORE_KEYS.map((key) => [key, true])), ...fields }, additionalProperties: false }
}

function fieldsOfAll(plugins: readonly KnownPlugin[]): SchemaNode {
  const names = new Set(plugins.flatMap(({ fields }) => Object.keys(fields)))
  return Object.fromEntries([...names].map((name) => [name, oneOf(plugins.flatMap(({ fields }) => fields[name] ?? []))]))
}

function oneOf(schemas: readonly unknown[]): unknown {
  return schemas.length === 1 ? schemas[0] : { anyOf: schemas }
}

function pluginChoice({ specifier, title }: KnownPlugin): SchemaNode {
  return { const: specifier, title }
}

function coreFields(): SchemaNode {
  const fields = Object.entries(entry(written(accountSchema).properties))
  return Object.fromEntries(fields.map(([name, schema]) => [name, PLAIN.includes(name) ? schema : withReferences(schema)]))
}

/** Wherever text is expected, a reference to it may stand. */
function withReferences(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withReferences)
  if (!isEntry(node)) return node
  const { description, writeOnly, ...rest } = node
  const said = { ...(description !== undefined && { description }), ...(writeOnly !== undefined && { writeOnly }) }
  const constrained = rest.type === 'string' && Object.keys(rest).length > 1
  if (constrained) return { ...said, anyOf: [rest, REFERENCE] }
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, key === 'required' ? item : withReferences(item)]))
}

function written(schema: Parameters<typeof writtenSchema>[0]): SchemaNode {
  const { $schema: _dialect, ...rest } = writtenSchema(schema) ?? {}
  return rest
}

function entry(value: unknown): Readonly<Record<string, unknown>> {
  return isEntry(value) ? value : {}
}
