import type { PayerAction, WalletAnswer } from '@tpkit/core'
import { answer } from '../server/answer.ts'
import { DRAWN_NAME } from '../server/drawn-name.ts'
import { type Html, html } from '../server/html.ts'
import type { Language } from '../server/language.ts'
import { WORDS as PHONE_WORDS } from '../server/phone/words.ts'
import { qrCode } from '../server/qr.ts'
import { shownAmount, shownTime } from '../server/shown.ts'
import type { PhoneBill } from '../wallet.ts'
import { STYLE_PATH } from './cashier-style.ts'
import { WORDS } from './cashier-words.ts'
import { isAddress } from './goods.ts'
import { parameter, text } from './origin.ts'
import type { Offer } from './state.ts'

/** What the payer just did that left the trade unpaid. */
export type Said = Exclude<PayerAction, 'pay'>

export interface CashierPage {
  readonly language: Language
  readonly bill: PhoneBill
  readonly offer: Offer
  readonly said?: Said
}

/** How often a page with a QR code looks whether a phone has paid. */
const REFRESH_S = 5

/** 收银台: what is to be paid, to whom, and the payer's buttons; a QR code where the page is on a big screen. */
export function cashierPage(status: number, page: CashierPage): WalletAnswer {
  const { language, bill, offer } = page
  const words = WORDS[language]
  const isOpen = bill.status === 'open'
  const scans = isOpen && offer.scene === 'page'
  const body = html`<h1>${bill.subject}</h1>
<div class="card">
<p class="amount">${shownAmount(bill.payerTotal ?? bill.total, bill.currency)}</p>
<p class="message ${bill.status === 'paid' ? 'good' : isOpen ? '' : 'bad'}" role="status">${sentenceOf(page)}</p>
${scans ? html`<p>${words.scan}</p>${qrCode(bill.promptText, words.code)}` : html``}
${isOpen ? buttons(page) : html``}
<dl><dt>${words.merchant}</dt><dd>${payeeName(bill, language)}</dd><dt>${words.order}</dt><dd>${bill.outTradeNo}</dd><dt>${words.expires}</dt><dd>${shownTime(bill.expiresAt)} +08:00</dd></dl>
</div>
${backLink(page)}`
  const again = scans ? html`<meta http-equiv="refresh" content="${String(REFRESH_S)};url=${pagePath(offer, language)}">` : html``
  return pageOf(status, language, body, { again, policy: policyOf(offer) })
}

/** A page that says one sentence. */
export function sentencePage(status: number, language: Language, sentence: 'notFound' | 'badRequest'): WalletAnswer {
  const body = html`<p class="message bad" role="status">${PHONE_WORDS[language][sentence]}</p>`
  return pageOf(status, language, body, { again: html``, policy: POLICY })
}

/** The page of an offer, by an address that a browser may load as often as it likes. */
export function pagePath({ token, origin }: Offer, language: Language): string {
  return `/cashier/${token}?app_id=${origin.app.appId}&lang=${language}`
}

function sentenceOf({ language, bill, said }: CashierPage): string {
  const { status, left } = PHONE_WORDS[language]
  return said === undefined || bill.status !== 'open' ? status[bill.status] : left[said]
}

function payeeName({ merchant }: PhoneBill, language: Language): string {
  return merchant === `${DRAWN_NAME.en} ${DRAWN_NAME.zh}` ? DRAWN_NAME[language] : merchant
}

function buttons({ offer, language }: CashierPage): Html {
  const all = Object.entries(PHONE_WORDS[language].action).map(
    ([action, label]) =>
      html`<button name="action" value="${action}"${action === 'pay' ? html` class="first"` : html``}>${label}</button>`,
  )
  return html`<form method="post" action="${pagePath(offer, language)}"><div class="buttons">${all}</div></form>`
}

/** 中途退出: a browser in a phone goes back where the merchant said. */
function backLink({ offer, language, bill }: CashierPage): Html {
  const quit = text(offer.origin, 'quit_url')
  if (offer.scene !== 'h5' || bill.status === 'paid' || quit === undefined || !isAddress(quit)) return html``
  return html`<p><a href="${quit}">${WORDS[language].back}</a></p>`
}

const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'"

/** 扫码支付方式 0, 1, 3 and 4 stand in a frame of the merchant's page; 2, the usual one, is a page of its own. */
const FRAMED: ReadonlySet<string> = new Set(['0', '1', '3', '4'])

/** A browser follows what comes after a form only where the page allowed it. */
function policyOf({ origin }: Offer): string {
  const leads = [parameter(origin, 'return_url'), text(origin, 'quit_url')].flatMap((each) =>
    each !== undefined && isAddress(each) ? [new URL(each).origin] : [],
  )
  // A host may hold a semicolon, and would bring a directive of its own.
  const plain = leads.filter((origin) => /^[A-Za-z0-9.:[\]/-]+$/.test(origin))
  const frames = FRAMED.has(text(origin, 'qr_pay_mode') ?? '') ? '' : "; frame-ancestors 'none'"
  return `${POLICY}; form-action ${["'self'", ...new Set(plain)].join(' ')}${frames}`
}

function pageOf(
  status: number,
  language: Language,
  body: Html,
  { again, policy }: { readonly again: Html; readonly policy: string },
): WalletAnswer {
  const words = WORDS[language]
  const page = html`<!doctype html>
<html lang="${words.html}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${again}<title>${words.title}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<header><p>${words.title} · ${words.note}</p></header>
<main>${body}</main>
</body>
</html>
`
  return answer(status, 'text/html', page.markup, [['content-security-policy', policy]])
}
