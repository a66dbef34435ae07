import { html } from 'hono/html'
import { fieldTable } from './field-table.ts'
import { type Language, type Page, prose } from './html.ts'
import type { OpenApi } from './openapi.ts'
import { PAGE_WORDS } from './page-words.ts'
import { sayIn } from './say.ts'
import { exampleOf, type FieldRow, type Reader, refOf, type Schema, typeOf } from './schema-view.ts'

type PathItem = NonNullable<OpenApi['paths']>[string]
type Operation = NonNullable<PathItem['get']>

interface MediaType {
  readonly schema?: Schema
}

export interface Listed {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

const METHODS = ['get', 'post', 'patch', 'delete'] as const

export function operationsOf({ paths = {} }: OpenApi): readonly Listed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method]
      return operation ? [{ method: method.toUpperCase(), path, operation }] : []
    }),
  )
}

export function summaryOf({ summary = '', ...operation }: Operation, lang: Language): string {
  return sayIn(lang, { description: summary, 'x-zh': operation['x-zh'] })
}

/** One operation, with a call that can be copied. */
export function operationView({ method, path, operation }: Listed, base: string, reader: Reader, lang: Language): Page {
  const words = PAGE_WORDS[lang]
  const schema = bodyOf(operation)
  const rows = parametersOf(operation, reader)
  const scopes = (operation.security ?? []).flatMap((one) => Object.values(one).flat())
  const more = sayIn(lang, operation, operation['x-zh-more'])
  return html`<section id="${operation.operationId}"><h3><code>${method} ${path}</code> ${summaryOf(operation, lang)}</h3>
${operation.deprecated ? html`<p><strong>${words.deprecated}</strong></p>` : ''}
${more === '' ? '' : html`<p>${prose(more)}</p>`}
<p>${words.scope}: <code>${scopes.join(', ')}</code></p>
${rows.length === 0 ? '' : fieldTable(rows, lang)}
${schema ? html`<p>${words.body}: <a href="#schema-${refOf(schema) ?? ''}"><code>${typeOf(schema)}</code></a></p>` : ''}
<pre>${curl(method, `${base}${path}`, schema, reader)}</pre>
<p>${words.answers}</p>${answersTable(operation, reader)}</section>`
}

function bodyOf({ requestBody }: Operation): Schema | undefined {
  return requestBody && !('$ref' in requestBody) ? requestBody.content['application/json']?.schema : undefined
}

function parametersOf({ parameters = [] }: Operation, reader: Reader): readonly FieldRow[] {
  return parameters.flatMap((parameter) => {
    if ('$ref' in parameter || !parameter.schema) return []
    const { name, in: place, required = false, schema } = parameter
    const description = '$ref' in schema ? '' : reader.say(schema)
    return [{ name, type: `${place}: ${typeOf(schema)}`, required, description }]
  })
}

function answersTable({ responses = {} }: Operation, reader: Reader): Page {
  const rows = Object.entries(responses).map(([status, answer]) => {
    const [content] = Object.values<MediaType>(answer.content ?? {})
    const link = refOf(content?.schema ?? {})
    const schema = link === undefined ? '' : html`<a href="#schema-${link}"><code>${link}</code></a>`
    return html`<tr><td>${status}</td><td>${schema}</td><td>${prose(reader.say(answer))}</td></tr>`
  })
  return html`<table><tbody>${rows}</tbody></table>`
}

function curl(method: string, url: string, body: Schema | undefined, reader: Reader): string {
  const lines = [`curl${method === 'GET' ? '' : ` -X ${method}`} '${url}'`, `  -H "Authorization: Bearer $TPKIT_API_KEY"`]
  if (body) {
    lines.push(`  -H 'Content-Type: application/json'`)
    lines.push(`  -d '${JSON.stringify(exampleOf(body, reader)).replaceAll("'", String.raw`'\''`)}'`)
  }
  return lines.join(' \\\n')
}
