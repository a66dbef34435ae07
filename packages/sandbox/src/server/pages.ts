import type { PayerAction } from '@tpkit/core'
import { renderSVG } from 'uqr'
import type { PhoneBill } from '../wallet.ts'
import { type Html, html } from './html.ts'
import { type Language, WORDS } from './words.ts'

/** The stylesheet stands in a file of its own, because the policy forbids inline styles. */
export const PHONE_CSS = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif }
body { margin: 0 auto; max-width: 26rem; padding: 1rem }
header { display: flex; justify-content: space-between; gap: 1rem }
h1 { font-size: 1.1rem; overflow-wrap: anywhere }
.amount { font-size: 2rem; margin: 0 }
.qr { background: #fff; margin: 1rem auto; width: 14rem }
.qr svg { display: block; height: auto; width: 100% }
dl { display: grid; gap: .25rem 1rem; grid-template-columns: auto 1fr }
dd { margin: 0; overflow-wrap: anywhere }
form { display: grid; gap: .75rem }
button { border: 1px solid; border-radius: .5rem; font: inherit; min-height: 3rem }
button[value="pay"] { background: #06c; border-color: #06c; color: #fff }
ul { list-style: none; padding: 0 }
li a { display: flex; gap: 1rem; justify-content: space-between; overflow-wrap: anywhere; padding: .75rem 0 }
.message { border: 1px solid; border-radius: .5rem; padding: .75rem }
small { opacity: .75 }
`

/** `said`: what the payer just did that left the order open. */
export type Said = Exclude<PayerAction, 'pay'>

/** All orders that can be paid now. */
export function listPage(bills: readonly PhoneBill[], language: Language): string {
  const words = WORDS[language]
  const items = bills.map(
    (bill) => html`<li><a href="/phone/${bill.token}?lang=${language}"><span>${bill.subject}</span><b>${yuan(bill)}</b></a></li>`,
  )
  const list = items.length > 0 ? html`<ul>${items}</ul>` : html`<p>${words.noOrders}</p>`
  const refresh = html`<meta http-equiv="refresh" content="5">`
  return page(language, '/phone', html`<h1>${words.openOrders}</h1>${list}`, refresh)
}

/** One order: its code, and the buttons while it can be paid. */
export function billPage(bill: PhoneBill, language: Language, said?: Said): string {
  const words = WORDS[language]
  const isOpen = bill.status === 'open'
  const message = isOpen && said ? words.left[said] : words.status[bill.status]
  const code = isOpen ? html`<div class="qr" role="img" aria-label="${words.scan}">${qr(bill.promptText)}</div>` : html``
  const body = html`
<h1>${bill.subject}</h1>
<p class="amount">${yuan(bill)}</p>
<p class="message" role="status">${message}</p>
${code}
<dl><dt>${words.merchant}</dt><dd>${bill.merchant}</dd><dt>${words.order}</dt><dd>${bill.outTradeNo}</dd></dl>
${isOpen ? buttons(bill, language) : html``}
${backLink(language)}`
  return page(language, `/phone/${bill.token}`, body)
}

/** A page that says one sentence. */
export function messagePage(language: Language, sentence: 'notFound' | 'badRequest'): string {
  return page(language, '/phone', html`<p class="message" role="status">${WORDS[language][sentence]}</p>${backLink(language)}`)
}

function buttons(bill: PhoneBill, language: Language): Html {
  const actions = Object.entries(WORDS[language].action)
  const each = actions.map(([action, label]) => html`<button name="action" value="${action}">${label}</button>`)
  return html`<form method="post" action="/phone/${bill.token}?lang=${language}">${each}</form>`
}

function backLink(language: Language): Html {
  return html`<p><a href="/phone?lang=${language}">${WORDS[language].back}</a></p>`
}

function page(language: Language, path: string, body: Html, head: Html = html``): string {
  const words = WORDS[language]
  const other = language === 'zh' ? 'en' : 'zh'
  return html`<!doctype html>
<html lang="${words.htmlLang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}<title>${words.title}</title>
<link rel="stylesheet" href="/phone.css">
</head>
<body>
<header><small>${words.title} · ${words.note}</small><a href="${path}?lang=${other}" lang="${other}">${words.other}</a></header>
<main>${body}</main>
</body>
</html>
`.markup
}

/** The library writes an element with numbers in it and nothing of the text. */
function qr(text: string): Html {
  return { markup: renderSVG(text, { ecc: 'M', border: 2 }) }
}

function yuan({ total, currency }: PhoneBill): string {
  return `${currency === 'CNY' ? '¥' : `${currency} `}${total / 100n}.${String(total % 100n).padStart(2, '0')}`
}
