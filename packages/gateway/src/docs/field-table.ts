import { html } from 'hono/html'
import { type Language, type Page, prose } from './html.ts'
import { PAGE_WORDS } from './page-words.ts'
import type { FieldRow } from './schema-view.ts'

export function fieldTable(rows: readonly FieldRow[], lang: Language): Page {
  const { field, type, meaning } = PAGE_WORDS[lang]
  return html`<table><thead><tr><th>${field}</th><th>${type}</th><th>${meaning}</th></tr></thead>
<tbody>${rows.map((row) => fieldRow(row, lang))}</tbody></table>`
}

function fieldRow({ name, required, link, type, description, example }: FieldRow, lang: Language): Page {
  const optional = required ? '' : html` <small>${PAGE_WORDS[lang].optional}</small>`
  const kind = html`<code>${type}</code>`
  return html`<tr><td><code>${name}</code>${optional}</td>
<td>${link === undefined ? kind : html`<a href="#schema-${link}">${kind}</a>`}</td>
<td>${prose(description)}${example === undefined ? '' : html` <small><code>${example}</code></small>`}</td></tr>`
}
