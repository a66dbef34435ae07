import type { Delivery, Instant, PayerAction, Wallet, WalletAnswer, WalletRequest } from '@tpkit/core'
import { type Order, ToyBooks } from './books.fixture.ts'
import { CALLS, no, orderFields } from './calls.fixture.ts'
import { type Fields, hmac, MONEY, PAY_PAGE, readFields, SIGNATURE, signedBody } from './wire.fixture.ts'

interface Notice {
  readonly id: string
  readonly shop: string
  readonly fields: Fields
  attempt: number
  /** Undefined while a try is under way, and after the last. */
  dueAt: Instant | undefined
}

const REPEAT_MS = 3_600_000

/** ToyPay: a wallet that knows its shops by their keys. */
export function toyWallet(keys: Readonly<Record<string, string>>): Wallet {
  const books = new ToyBooks()
  const notices: Notice[] = []
  return {
    handle: (request, now) => {
      books.tick(now)
      return answer(books, keys, request)
    },
    act: (promptText, action, now) => {
      const order = scanned(books, keys, new URL(promptText))
      if (order?.status !== 'open') throw new Error('no open order belongs to that link')
      notices.push(...pay(order, action, now))
    },
    due: (now) => {
      books.tick(now)
      return notices.filter(({ dueAt }) => dueAt !== undefined && dueAt <= now).map((notice) => handOut(notice, keys))
    },
    delivered: (id, reply, now) => {
      const notice = notices.find((each) => each.id === id)
      if (notice && reply?.status !== 204) notice.dueAt = now + REPEAT_MS
    },
    books: (now) => {
      books.tick(now)
      return structuredClone(books.orders)
    },
  }
}

function answer(books: ToyBooks, keys: Readonly<Record<string, string>>, request: WalletRequest): WalletAnswer {
  const { shop = '', ...fields } = readFields(request.body) ?? {}
  const [key, call] = [keys[shop], CALLS[request.origin + request.path]]
  if (!call) return plain(404)
  if (request.origin === MONEY && !request.clientCertificate) return plain(403)
  const genuine = key && request.headers.get(SIGNATURE)?.[0] === hmac(key, request.body)
  // Nobody knows who asked, so nothing is signed.
  if (!genuine) return { status: 401, headers: [], body: signedBody('', no('BAD_SIGNATURE')).body }
  return { status: 200, ...signedBody(key, { shop, ...call(books, shop, fields) }) }
}

/** A signed page's link names an order that the wallet may never have heard of. */
function scanned(books: ToyBooks, keys: Readonly<Record<string, string>>, { searchParams }: URL): Order | undefined {
  const { shop = '', sign, ...fields } = Object.fromEntries(searchParams)
  const signed = hmac(keys[shop] ?? '', PAY_PAGE + [shop, fields.number, fields.amount].join())
  return sign === signed ? books.create(shop, fields) : books.find(shop, fields.number)
}

function pay(order: Order, action: PayerAction, now: Instant): readonly Notice[] {
  if (action !== 'pay') return []
  const { mchId: shop, outTradeNo } = order
  const transactionId = `P${shop}${outTradeNo}`
  Object.assign(order, { status: 'paid', paidAt: now, transactionId })
  const fields = { shop, event: 'paid', ...orderFields(order) }
  return [{ id: `N${transactionId}`, shop, fields, attempt: 0, dueAt: now }]
}

function handOut(notice: Notice, keys: Readonly<Record<string, string>>): Delivery {
  notice.attempt += 1
  notice.dueAt = undefined
  const { id, attempt, shop, fields } = notice
  return { id, url: 'https://shop.example/notify', attempt, ...signedBody(keys[shop] ?? '', fields) }
}

function plain(status: number): WalletAnswer {
  return { status, headers: [['content-type', 'text/plain']], body: new Uint8Array() }
}
