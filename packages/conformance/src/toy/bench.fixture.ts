import { type Ability, createTP, type Protocol, type Scene, Secret } from '@tpkit/core'
import type { Bench, Message, Part } from '../bench.ts'
import type { Everything, Healthy } from '../planted/plant.fixture.ts'
import type { Tongue } from '../world/messages.ts'
import { type ToyConfig, toyBare, toyPage, toyPay } from './protocol.fixture.ts'
import { DISCOUNTED, toyWallet } from './script.fixture.ts'
import { hmac, SIGNATURE } from './wire.fixture.ts'

const KEY = 'toy-key-shared-by-two-shops'
const OTHER_KEY = 'toy-key-of-another-wallet'
const PIN = 'toy-pin-4711-0815'

/** Body and signature header side by side. JSON with a repeated name is written by hand: no object can hold one. */
export const toyDialect: Tongue = {
  signature: [SIGNATURE],
  sign: signedWith(KEY),
  read: ({ headers, body }) => [
    ...Object.entries(JSON.parse(new TextDecoder().decode(body))).map(([name, value]): Part => [name, String(value)]),
    ...(headers.get(SIGNATURE) ?? []).map((value): Part => [SIGNATURE, value]),
  ],
  write: (parts, { headers }) => {
    const inBody = parts.filter(([name]) => name !== SIGNATURE).map((part) => part.map((text) => JSON.stringify(text)).join(':'))
    const signatures = parts.filter(([name]) => name === SIGNATURE).map(([, value]) => value)
    const others = [...headers].filter(([name]) => name !== SIGNATURE)
    const body = new TextEncoder().encode(`{${inBody.join(',')}}`)
    return { headers: new Map([...others, ...(signatures.length > 0 ? [[SIGNATURE, signatures] as const] : [])]), body }
  },
}

/** ToyPay over its API. */
export const toyPayBench = (): Healthy<'h5' | 'micropay'> => bench(toyPay)

/** ToyPay at the counter. */
export const toyCounterBench = (): Healthy<'h5' | 'micropay'> => ({ ...bench(toyPay), scene: 'micropay' })

/** ToyPay by signed page. */
export const toyPageBench = (): Healthy<'page' | 'micropay'> => bench(toyPage)

/** ToyPay as a vendor's SDK would be wrapped: the laws see a TP and no protocol. */
export const toySdkBench = (): Bench<'h5' | 'micropay', Everything> => {
  const { account, ...rest } = bench(toyPay)
  const { protocol, keys, secrets } = account
  return { ...rest, account: { tp: (doors) => createTP({ ...doors, protocol, keys }), secrets } }
}

/** ToyPay without an ability. */
export const toyBareBench = (): Healthy<'h5', never> => bench(toyBare)

/** Both shops share a key, as two shops of one owner might: only `bind` stands between them. */
function bench<S extends Scene, A extends Ability>(provider: (config: ToyConfig) => Protocol<S, A>): Healthy<S, A> {
  const account = (shop: string, key: string): Healthy<S, A>['account'] => ({
    protocol: provider({ shop, key, pin: PIN }),
    keys: { secrets: [new Secret(key), new Secret(PIN)] },
    secrets: [key, PIN],
  })
  return {
    wallet: toyWallet({ ours: KEY, stranger: KEY }),
    account: account('ours', KEY),
    stranger: account('stranger', KEY),
    impostor: { wallet: toyWallet({ ours: OTHER_KEY }), account: account('ours', OTHER_KEY) },
    dialect: toyDialect,
    discountedTotal: DISCOUNTED,
    inside: {
      signAsImpostor: signedWith(OTHER_KEY),
      names: {
        mchId: 'shop',
        outTradeNo: 'number',
        transactionId: 'payment',
        outRefundNo: 'refund',
        state: 'state',
        total: 'amount',
        currency: 'currency',
      },
      words: { paid: 'paid', unsure: 'unsure' },
      codes: {
        absent: 'NO_ORDER',
        tooMuch: 'TOO_MUCH',
        paid: 'PAID',
        otherContent: 'OTHER_CONTENT',
        otherAmount: 'OTHER_CONTENT',
        notPaid: 'NOT_PAID',
        wrongCode: 'WRONG_CODE',
        busy: 'BUSY',
        notReady: 'NOT_READY',
      },
    },
  }
}

function signedWith(key: string): (message: Message) => Message {
  return ({ headers, body }) => ({ headers: new Map([...headers, [SIGNATURE, [hmac(key, body)]]]), body })
}
