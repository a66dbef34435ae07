import { html } from 'hono/html'
import { KINDS, type ProblemKind } from '../problem/kinds.ts'
import { type Language, type Page, prose, shell } from './html.ts'

const WORDS = {
  en: {
    title: 'Problems',
    intro:
      'Every refusal is application/problem+json (RFC 9457). Its `type` ends with one of these names, which never change; `code` is the TP code, `retry` says what to do next.',
    head: ['type', 'status', 'code', 'retry', 'meaning'],
    back: 'The API',
  },
  zh: {
    title: '错误',
    intro:
      '所有错误均为 application/problem+json（RFC 9457）。`type` 以下列名称之一结尾，名称永不改变；`code` 为 TP 错误码，`retry` 说明下一步。',
    head: ['type', '状态码', 'code', 'retry', '含义'],
    back: '接口文档',
  },
} as const

/** What the `type` of a problem leads to. */
export function errorsPage(lang: Language): Page {
  const { title, intro, head, back } = WORDS[lang]
  const names = Object.keys(KINDS) as ProblemKind[] // its own names
  const rows = names.map((name) => {
    const { status, code, retry, title: en, zh } = KINDS[name]
    return html`<tr id="${name}"><td><code>${name}</code></td><td>${status}</td><td>${code}</td><td>${retry}</td><td>${lang === 'zh' ? zh : en}</td></tr>`
  })
  const body = html`<h1>${title}</h1><p>${prose(intro)}</p>
<table><thead><tr>${head.map((one) => html`<th>${one}</th>`)}</tr></thead><tbody>${rows}</tbody></table>
<p><a href="/docs?lang=${lang}">${back}</a></p>`
  return shell(title, '/docs/errors', lang, body)
}
