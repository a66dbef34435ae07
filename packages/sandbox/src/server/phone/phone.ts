import { isPayerAction, PayerError, type PhoneBill } from '../../wallet.ts'
import { type Answer, type PageRequest, seeOther } from '../answer.ts'
import { type Language, languageOf } from '../language.ts'
import type { Site } from '../site.ts'
import type { World, Worlds } from '../worlds.ts'
import {
  billPage,
  billPath,
  CODE_PATH,
  codePage,
  codePath,
  H5_PATH,
  listPage,
  messagePage,
  PHONE_PATH,
  type Said,
} from './pages.ts'

export { PHONE_PATH }

/** A bill, and the wallet that it is from. */
interface Shown {
  readonly bill: PhoneBill
  readonly world: World
}

/** Whether a path belongs to the phone. The third is what a `code_url` becomes when its origin is rewritten. */
export function isPhonePath(path: string): boolean {
  return path === '/' || /^\/phone(?:\/|$)/.test(path) || path.startsWith('/qr/')
}

/** The payer's phone (付款人的手机): plain pages and forms, drawn here, for a small screen. */
export function phone(request: PageRequest, { worlds }: Site): Answer {
  const { path } = request
  if (path === '/') return seeOther(PHONE_PATH)
  const language = languageOf(request.query.get('lang'), request.header('accept-language'))
  if (path === CODE_PATH) return code(request, worlds, language)
  if (path === H5_PATH)
    return seeOther(`${PHONE_PATH}/${encodeURIComponent(request.query.get('package') ?? '')}?lang=${language}`)
  const all = worlds.all().flatMap(billsOf)
  if (path === PHONE_PATH) return listPage(all.map(({ bill }) => bill).filter(isOpen), language)
  const shown = all.find(({ bill: { token } }) => path === `/phone/${token}` || path === `/qr/${token}`)
  if (!shown) return messagePage(404, language, 'notFound')
  if (path.startsWith('/qr/')) return seeOther(billPath(shown.bill, language))
  return request.method === 'POST' ? press(request, shown, language) : billPage(200, shown.bill, language, said(request))
}

function billsOf(world: World): readonly Shown[] {
  return world.wallet.bills(world.clock.now()).map((bill) => ({ bill, world }))
}

function press(request: PageRequest, { bill, world }: Shown, language: Language): Answer {
  const action = new URLSearchParams(new TextDecoder().decode(request.body)).get('action')
  if (!isPayerAction(action)) return messagePage(400, language, 'badRequest')
  try {
    world.wallet.act(bill.promptText, action, world.clock.now())
  } catch (error) {
    if (!(error instanceof PayerError)) throw error
    return billPage(409, bill, language) // shows what it has become
  }
  void world.hurry()
  return seeOther(`${billPath(bill, language)}&said=${action}`)
}

/** A form asks for a new one, so that a page that loads itself again does not. */
function code(request: PageRequest, worlds: Worlds, language: Language): Answer {
  const mchId = request.query.get('mchId') || undefined
  const { wallet, clock, code } = worlds.of(mchId)
  if (request.method === 'POST') {
    code.renew()
    return seeOther(codePath(language, mchId))
  }
  const shown = code.current()
  const used = wallet.bills(clock.now()).filter(({ promptText }) => promptText === shown)
  return codePage(shown, used, language, mchId)
}

function isOpen({ status }: PhoneBill): boolean {
  return status === 'open'
}

function said(request: PageRequest): Said | undefined {
  const action = request.query.get('said')
  return isPayerAction(action) && action !== 'pay' ? action : undefined
}
