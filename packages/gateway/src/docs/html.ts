import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'

export type Page = ReturnType<typeof html>
export type Language = 'en' | 'zh'

const STYLE = `
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:60rem;padding:1rem 1.25rem 4rem}
h1{font-size:1.7rem}h2{margin-top:3rem;border-bottom:1px solid var(--line)}h3{margin-top:2.2rem;font-size:1.05rem}
code,pre{font:0.88em/1.5 ui-monospace,Consolas,monospace}pre{background:var(--soft);padding:.8rem 1rem;overflow-x:auto;border-radius:.4rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}
td:first-child{white-space:nowrap}nav ul{columns:2;padding-left:1.2rem}small{opacity:.75}a{color:inherit}
:target{background:var(--soft)}`

/** The one style that the pages' policy lets in. */
export const STYLE_HASH: string = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`

/** A whole page; `path` is its own address, for the way to the other language. */
export function shell(title: string, path: string, lang: Language, body: Page): Page {
  const [other, name] = lang === 'zh' ? ['en', 'English'] : ['zh', '中文']
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${raw(STYLE)}</style></head>
<body><p><a href="${path}?lang=${other}" hreflang="${other}">${name}</a></p>
${body}
</body></html>`
}

/** A sentence with its `code` set as code. */
export function prose(text: string): Page {
  const parts = text.split(/`([^`]+)`/)
  return html`${parts.map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`
}
