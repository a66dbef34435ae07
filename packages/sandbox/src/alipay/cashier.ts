import type { Instant, PayerAction, WalletAnswer, WalletRequest } from '@tpkit/core'
import { gbk } from '../books/gbk.ts'
import { answer, seeOther } from '../server/answer.ts'
import { html } from '../server/html.ts'
import { type Language, languageOf } from '../server/language.ts'
import { isPayerAction, PayerError } from '../wallet.ts'
import { billOf } from './bills-shown.ts'
import { type CashierPage, cashierPage, pagePath, type Said, sentencePage } from './cashier-page.ts'
import { CSS, STYLE_PATH } from './cashier-style.ts'
import type { Refusal } from './errors.ts'
import { formIn, plain } from './form.ts'
import { isAddress } from './goods.ts'
import { text } from './origin.ts'
import { actOnOffer } from './payer.ts'
import { returnAddress } from './return-url.ts'
import type { Offer, State } from './state.ts'

/** 收银台: where a page of the merchant's sends the browser. `app_id` says whose, for a server with several wallets. */
const CASHIER = /^\/cashier\/([^/]+)$/

export function isCashierPath(path: string): boolean {
  return CASHIER.test(path)
}

/** What the gateway answers a browser. Nobody has signed in by looking at it: the trade begins when the payer acts. */
export function openCashier(state: State, request: WalletRequest, offer: Offer, now: Instant): WalletAnswer {
  return shown(state, offer, { language: spokenBy(request) }, now)
}

/** 公共错误页, in GBK whatever was asked: it says the code without its prefix. */
export function refusePage({ subCode, message }: Refusal): WalletAnswer {
  const code = subCode.replace(/^(?:isv|aop|isp)\./, '')
  const page = html`<!doctype html>
<html lang="zh-CN"><head><meta charset="GBK"><title>支付宝 - 网上支付 安全快速！</title></head>
<body><h1>抱歉，系统无法处理您的请求</h1><p>错误代码：${code}</p><p>${message.replaceAll('&amp;', '&')}</p></body></html>
`
  return { status: 200, headers: [['Content-Type', 'text/html;charset=GBK']], body: gbk(page.markup) }
}

/** The cashier's own addresses: its style, its page, and the payer's buttons. */
export function cashier(state: State, request: WalletRequest, now: Instant): WalletAnswer {
  const [path = '', query = ''] = request.path.split(/\?(.*)/s)
  if (path === STYLE_PATH) return answer(200, 'text/css', CSS)
  const language = spokenBy(request)
  const offer = state.offers.byToken.get(CASHIER.exec(path)?.[1] ?? '')
  if (!offer) return sentencePage(404, language, 'notFound')
  if (request.method === 'POST') return pressed(state, request, offer, language, now)
  const said = new URLSearchParams(query).get('said')
  return shown(state, offer, { language, ...(isSaid(said) && { said }) }, now)
}

function isSaid(value: string | null): value is Said {
  return isPayerAction(value) && value !== 'pay'
}

function spokenBy({ path, headers }: WalletRequest): Language {
  const asked = new URLSearchParams(path.replace(/^[^?]*/s, '')).get('lang')
  return languageOf(asked, headers.get('accept-language')?.[0])
}

/** Who has paid goes back to the merchant, where it named an address. */
function shown(state: State, offer: Offer, how: Pick<CashierPage, 'language' | 'said'>, now: Instant): WalletAnswer {
  const bill = billOf(state, offer, now)
  const back = bill.status === 'paid' ? returnAddress(state, offer, now) : undefined
  if (back !== undefined) return leading(back)
  return cashierPage(200, { ...how, bill, offer })
}

/** A button of the page. The answer is another page, so that a reload repeats nothing. */
function pressed(state: State, request: WalletRequest, offer: Offer, language: Language, now: Instant): WalletAnswer {
  const action = plain(formIn([request.body]), 'action')
  if (!isPayerAction(action)) return sentencePage(400, language, 'badRequest')
  try {
    actOnOffer(state, offer, action, now)
  } catch (error) {
    if (!(error instanceof PayerError)) throw error
    // What it has become meanwhile stands on the page.
    return cashierPage(409, { language, bill: billOf(state, offer, now), offer })
  }
  return leading(addressAfter(state, offer, action, language, now))
}

function addressAfter(state: State, offer: Offer, action: PayerAction, language: Language, now: Instant): string {
  const isPaid = billOf(state, offer, now).status === 'paid'
  if (isPaid) return returnAddress(state, offer, now) ?? pagePath(offer, language)
  const quit = text(offer.origin, 'quit_url')
  if (action === 'cancel' && offer.scene === 'h5' && quit !== undefined && isAddress(quit)) return quit
  return `${pagePath(offer, language)}&said=${action === 'pay' ? 'no-funds' : action}`
}

/** A header holds no letter that an address should have escaped. */
function leading(address: string): WalletAnswer {
  return seeOther(address.replace(/[^!-~]+/gu, encodeURIComponent))
}
