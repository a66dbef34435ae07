import { isPayerAction, PayerError, type PhoneBill } from '../wallet.ts'
import { type Answer, answer, type PageRequest, seeOther } from './answer.ts'
import { billPage, listPage, messagePage, PHONE_CSS, type Said } from './pages.ts'
import { type Language, languageOf } from './words.ts'
import type { World } from './world.ts'

/** Nothing from elsewhere, no script at all, and nobody may frame the button. */
const POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

export const PHONE_PATH = '/phone'

/** Whether a path belongs to the phone. The third is what a `code_url` becomes when its origin is rewritten. */
export function isPhonePath(path: string): boolean {
  return path === '/' || /^\/phone(?:\.css$|\/|$)/.test(path) || path.startsWith('/qr/')
}

/** The payer's phone (付款人的手机): plain pages and forms, drawn here, for a small screen. */
export function phone(request: PageRequest, world: World): Answer {
  const { path } = request
  if (path === '/') return seeOther(PHONE_PATH)
  if (path === '/phone.css') return answer(200, 'text/css', PHONE_CSS)
  const language = languageOf(request.query.get('lang'), request.header('accept-language'))
  const bills = world.wallet.bills(world.clock())
  if (path === PHONE_PATH) return page(200, listPage(bills.filter(isOpen), language))
  const bill = bills.find(({ token }) => path === `/phone/${token}` || path === `/qr/${token}`)
  if (!bill) return page(404, messagePage(language, 'notFound'))
  if (path.startsWith('/qr/')) return seeOther(billPath(bill, language))
  return request.method === 'POST' ? press(request, world, bill, language) : page(200, billPage(bill, language, said(request)))
}

function press(request: PageRequest, world: World, bill: PhoneBill, language: Language): Answer {
  const action = new URLSearchParams(new TextDecoder().decode(request.body)).get('action')
  if (!isPayerAction(action)) return page(400, messagePage(language, 'badRequest'))
  try {
    world.wallet.act(bill.promptText, action, world.clock())
  } catch (error) {
    if (!(error instanceof PayerError)) throw error
    return page(409, billPage(bill, language)) // shows what it has become
  }
  world.hurry()
  return seeOther(`${billPath(bill, language)}&said=${action}`)
}

function isOpen({ status }: PhoneBill): boolean {
  return status === 'open'
}

function billPath({ token }: PhoneBill, language: Language): string {
  return `${PHONE_PATH}/${token}?lang=${language}`
}

function said(request: PageRequest): Said | undefined {
  const action = request.query.get('said')
  return action === 'no-funds' || action === 'cancel' ? action : undefined
}

function page(status: number, markup: string): Answer {
  return answer(status, 'text/html', markup, [['content-security-policy', POLICY]])
}
