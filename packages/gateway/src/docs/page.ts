import { html } from 'hono/html'
import { fieldTable } from './field-table.ts'
import { type Language, type Page, prose, shell } from './html.ts'
import type { OpenApi } from './openapi.ts'
import { operationsOf, operationView, summaryOf } from './operation-view.ts'
import { PAGE_WORDS } from './page-words.ts'
import { sayIn } from './say.ts'
import { fieldsOf, type Reader, type Schema, typeOf } from './schema-view.ts'

/** The document as a page: everything that it says about the API is in the document. */
export function apiPage(document: OpenApi, lang: Language): Page {
  const words = PAGE_WORDS[lang]
  const { info, components } = document
  const reader: Reader = { schemas: components?.schemas ?? {}, say: (of) => sayIn(lang, of) }
  const paragraphs = reader.say(info).split('\n\n')
  const body = html`<h1>${info.title} <small>${info.version}</small></h1>
${paragraphs.map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
<p>${words.key}</p><pre>Authorization: Bearer tpk_live_…</pre>
<p><a href="/openapi.json">openapi.json</a> · <a href="/docs/errors?lang=${lang}">${words.errors}</a></p>
${operationsPart(document, reader, lang)}
<h2>${words.schemas}</h2>
${Object.entries(reader.schemas).map(([name, schema]) => schemaView(name, schema, reader, lang))}`
  return shell(info.title, '/docs', lang, body)
}

function operationsPart(document: OpenApi, reader: Reader, lang: Language): Page {
  const { tags = [], servers = [] } = document
  const base = servers[0]?.url ?? ''
  const operations = operationsOf(document)
  const line = operations.map(
    ({ operation }) => html`<li><a href="#${operation.operationId}">${summaryOf(operation, lang)}</a></li>`,
  )
  const parts = tags.map((tag) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(tag.name))
    return html`<h2>${reader.say(tag)}</h2>${own.map((one) => operationView(one, base, reader, lang))}`
  })
  return html`<nav><ul>${line}</ul></nav>${parts}`
}

function schemaView(name: string, schema: Schema, reader: Reader, lang: Language): Page {
  const rows = fieldsOf(schema, reader)
  const words = '$ref' in schema ? '' : reader.say(schema)
  const shape = rows.length === 0 ? html`<p><code>${typeOf(schema)}</code></p>` : fieldTable(rows, lang)
  return html`<section id="schema-${name}"><h3><code>${name}</code></h3><p>${prose(words)}</p>${shape}</section>`
}
