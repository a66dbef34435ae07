import type { PayerAction } from '@tpkit/core'
import type { PhoneBill } from '../../wallet.ts'
import type { Answer } from '../answer.ts'
import { DRAWN_NAME } from '../drawn-name.ts'
import { type Html, html } from '../html.ts'
import type { Language } from '../language.ts'
import { pageAnswer } from '../page.ts'
import { qrCode } from '../qr.ts'
import { shownAmount, shownTime } from '../shown.ts'
import { WORDS, type Words } from './words.ts'

export const PHONE_PATH = '/phone'
export const CODE_PATH = '/phone/code'
/** Where the link of an order in a mobile browser leads: `?package=` names the order. */
export const H5_PATH = '/phone/h5'

/** What the payer just did that left the order open. */
export type Said = Exclude<PayerAction, 'pay'>

/** All orders that can be paid now. */
export function listPage(bills: readonly PhoneBill[], language: Language): Answer {
  const words = WORDS[language]
  const list =
    bills.length > 0
      ? html`<ul class="bills">${bills.map((bill) => listed(bill, language))}</ul>`
      : html`<p>${words.noOrders}</p>`
  return page(200, language, PHONE_PATH, words.openOrders, html`${list}`, true)
}

function payee({ merchant }: PhoneBill, language: Language): string {
  return merchant === `${DRAWN_NAME.en} ${DRAWN_NAME.zh}` ? DRAWN_NAME[language] : merchant
}

function listed(bill: PhoneBill, language: Language): Html {
  const { scenes } = WORDS[language]
  return html`<li><a class="card" href="${billPath(bill, language)}"><b>${bill.subject}</b><b>${asked(bill)}</b><span class="quiet">${payee(bill, language)}</span><span class="badge${bill.scene === 'micropay' ? ' warn' : ''}">${scenes[bill.scene]}</span></a></li>`
}

/** One order: its code where it is scanned, and the buttons while it can be paid. */
export function billPage(status: number, bill: PhoneBill, language: Language, said?: Said): Answer {
  const words = WORDS[language]
  const isOpen = bill.status === 'open'
  const body = html`<div class="card">
<p class="amount">${asked(bill)}</p>
${discount(bill, language)}
<p class="message ${tone(bill, said)}" role="status">${message(bill, words, said)}</p>
${isOpen && bill.scene === 'native' ? qrCode(bill.promptText, words.scan) : html``}
${isOpen ? buttons(bill, language) : html``}
<dl><dt>${words.wallet}</dt><dd>${bill.wallet[language]}</dd><dt>${words.merchant}</dt><dd>${payee(bill, language)}</dd><dt>${words.order}</dt><dd>${bill.outTradeNo}</dd><dt>${words.scene}</dt><dd>${words.scenes[bill.scene]}</dd><dt>${words.expires}</dt><dd>${shownTime(bill.expiresAt)} +08:00</dd></dl>
</div>
${backLink(language)}`
  return page(status, language, `${PHONE_PATH}/${bill.token}`, bill.subject, body)
}

/** At the counter an attempt without money is over, so both are said. */
function message({ status }: PhoneBill, words: Words, said: Said | undefined): string {
  if (said === undefined || status === 'paid') return words.status[status]
  return status === 'open' ? words.left[said] : `${words.left[said]} ${words.status[status]}`
}

/** A page that says one sentence. */
export function messagePage(status: number, language: Language, sentence: 'notFound' | 'badRequest'): Answer {
  const words = WORDS[language]
  return page(
    status,
    language,
    PHONE_PATH,
    words.title,
    html`<p class="message bad" role="status">${words[sentence]}</p>${backLink(language)}`,
  )
}

/** 付款码. `used`: the orders that it was scanned for. `mchId`: whose wallet it is of, where they have one of their own. */
export function codePage(code: string, used: readonly PhoneBill[], language: Language, mchId: string | undefined): Answer {
  const words = WORDS[language]
  const groups = code.match(/.{1,3}/gs) ?? []
  const body = html`${used.map((bill) => scanned(bill, language))}
<div class="card">
<p class="digits">${groups.map((group) => html`<span>${group}</span>`)}</p>
${qrCode(code, words.codeScan)}
<form method="post" action="${codePath(language, mchId)}" class="buttons"><button class="first">${words.newCode}</button></form>
<p class="quiet">${words.codeNote}</p>
</div>
<p class="quiet">${words.whoScans}</p>
<pre>pay({ scene: 'micropay', authCode: '${code}', … })</pre>`
  return page(200, language, CODE_PATH, words.code, body, true, ownQuery(mchId))
}

export function codePath(language: Language, mchId: string | undefined): string {
  const own = ownQuery(mchId)
  return `${CODE_PATH}?lang=${language}${own === '' ? '' : `&${own}`}`
}

function ownQuery(mchId: string | undefined): string {
  return mchId === undefined ? '' : new URLSearchParams({ mchId }).toString()
}

function scanned(bill: PhoneBill, language: Language): Html {
  const words = WORDS[language]
  const what = `${bill.merchant} · ${asked(bill)} · ${bill.status === 'open' ? words.password : words.status[bill.status]}`
  return html`<p class="message ${tone(bill)}" role="status">${words.used} <a href="${billPath(bill, language)}">${what}</a></p>`
}

function buttons(bill: PhoneBill, language: Language): Html {
  const words = WORDS[language]
  const needsPassword = bill.scene === 'micropay'
  const button = ([action, label]: [string, string]): Html => {
    const isFirst = action === 'pay'
    return html`<button name="action" value="${action}"${isFirst ? html` class="first"` : html``}>${isFirst && needsPassword ? words.enter : label}</button>`
  }
  const all = html`<div class="buttons">${Object.entries(words.action).map(button)}</div>`
  const inside = needsPassword
    ? html`<fieldset><legend>${words.password}</legend><p class="dots" aria-hidden="true">••••••</p><p class="quiet">${words.passwordNote}</p>${all}</fieldset>`
    : all
  return html`<form method="post" action="${billPath(bill, language)}">${inside}</form>`
}

function discount({ total, payerTotal, currency }: PhoneBill, language: Language): Html {
  if (payerTotal === undefined || payerTotal === total) return html``
  const { price, discount } = WORDS[language]
  return html`<p class="quiet">${price} <s>${shownAmount(total, currency)}</s> · ${discount} −${shownAmount(total - payerTotal, currency)}</p>`
}

/** What the payer is asked for. */
function asked({ total, payerTotal = total, currency }: PhoneBill): string {
  return shownAmount(payerTotal, currency)
}

function tone({ status }: PhoneBill, said?: Said): 'good' | 'bad' | '' {
  if (status === 'paid') return 'good'
  return status !== 'open' || (said && said !== 'cancel') ? 'bad' : ''
}

export function billPath({ token }: PhoneBill, language: Language): string {
  return `${PHONE_PATH}/${token}?lang=${language}`
}

function backLink(language: Language): Html {
  return html`<p><a href="${PHONE_PATH}?lang=${language}">${WORDS[language].back}</a></p>`
}

function page(
  status: number,
  language: Language,
  path: string,
  heading: string,
  body: Html,
  refreshes = false,
  query = '',
): Answer {
  const { title } = WORDS[language]
  return pageAnswer(status, { language, kind: 'phone', path, query, title, body: html`<h1>${heading}</h1>${body}`, refreshes })
}
