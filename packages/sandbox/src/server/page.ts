import { type Answer, answer } from './answer.ts'
import { type Html, html } from './html.ts'
import type { Language } from './language.ts'
import { STYLE_PATH } from './style.ts'

/** Nothing from elsewhere, no script at all, and nobody may frame the button. */
const POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export interface Page {
  readonly language: Language
  readonly kind: 'phone' | 'inspector'
  /** Where the page is, for the link to the other language; with what stays in its query. */
  readonly path: string
  readonly query?: string
  readonly title: string
  readonly body: Html
  /** Loads itself again, so that what happens elsewhere shows without a script. */
  readonly refreshes?: boolean
}

const REFRESH_S = 5

const WORDS = {
  zh: {
    html: 'zh-CN',
    other: 'English',
    note: '沙箱：没有真实的钱',
    orders: '订单',
    code: '付款码',
    inspector: '报文检查',
    main: '沙箱页面',
  },
  en: {
    html: 'en',
    other: '中文',
    note: 'Sandbox: no real money',
    orders: 'Orders',
    code: 'Payment code',
    inspector: 'Inspector',
    main: 'Sandbox pages',
  },
} as const

/** A whole page of the sandbox. */
export function pageAnswer(status: number, page: Page): Answer {
  return answer(status, 'text/html', markupOf(page), [['content-security-policy', POLICY]])
}

function markupOf({ language, kind, title, body, refreshes = false, ...at }: Page): string {
  const words = WORDS[language]
  const refresh = refreshes ? html`<meta http-equiv="refresh" content="${String(REFRESH_S)}">` : html``
  return html`<!doctype html>
<html lang="${words.html}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}<title>${title}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body class="${kind}">
<header><p>${title} · ${words.note}</p>${navigation(language, at)}</header>
<main>${body}</main>
</body>
</html>
`.markup
}

function navigation(language: Language, { path, query = '' }: Pick<Page, 'path' | 'query'>): Html {
  const words = WORDS[language]
  const link = (target: string, text: string): Html => {
    const current = path === target ? html` aria-current="page"` : html``
    return html`<a href="${target}?lang=${language}"${current}>${text}</a>`
  }
  const other = language === 'zh' ? 'en' : 'zh'
  const more = query === '' ? '' : `&${query}`
  return html`<nav aria-label="${words.main}">${link('/phone', words.orders)}${link('/phone/code', words.code)}${link('/inspector', words.inspector)}<a href="${path}?lang=${other}${more}" lang="${WORDS[other].html}">${words.other}</a></nav>`
}
