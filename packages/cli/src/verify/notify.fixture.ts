import type { TestShop } from '../shop.fixture.ts'

/** The notify that the sandbox sent of an order that is paid, byte by byte. */
export async function notifyOf(shop: Pick<TestShop, 'control'>, outTradeNo: string): Promise<string> {
  const exchanges = (await shop.control.get('/exchanges')) as readonly {
    readonly id: string
    readonly call: string
    readonly outTradeNo: string
  }[]
  const sent = exchanges.find((one) => one.call === 'notify' && one.outTradeNo === outTradeNo)
  if (!sent) throw new Error(`expected a notify of ${outTradeNo}, found none`)
  const { request } = (await shop.control.get(`/exchanges/${sent.id}`)) as { readonly request: { readonly body: string } }
  return request.body
}

/** A plugin without explanations: a notify is genuine where its body says so, to the byte. For a folder where no package is found. */
export const PLAIN_PLUGIN = `
const numbers = { minLength: 1, maxLength: 32, alphabet: '0-9A-Z' }
const manifest = {
  provider: 'plain', title: { en: 'Plain', zh: '简单' }, status: 'ready', scenes: ['native'], abilities: [], origins: [],
  identityFor: [], decidedBeforeExecution: [], sensitiveFields: [],
  limits: { currencies: ['CNY'], maxAmount: 100n, outTradeNo: numbers, outRefundNo: numbers, subjectLength: 9, attachLength: 9,
    refundWindowDays: 1, maxMessageBytes: 999 },
  timing: { callTimeoutMs: 1, quietMs: 0, promptLifeMs: {}, earliestCloseMs: 0, refundSpacingMs: 0, earliestRefundQueryMs: 0,
    failedRefundRepeatsNumber: true, followUpMs: [1] },
}
const forged = () => Object.assign(new Error('expected "genuine"'), {
  code: 'UNVERIFIED', retry: 'never', [Symbol.for('@tpkit/core/TPError')]: true,
})
export default {
  name: 'plain', contract: '1.0', manifest, config: { safeParse: (data) => ({ success: true, data }) },
  tp: () => ({
    manifest, payee: { mchId: '1' },
    notify: async ({ body }) => {
      if (Buffer.from(body).toString() !== 'genuine') throw forged()
      return { id: '1', facts: [] }
    },
    pay: async () => undefined, query: async () => undefined, refund: async () => undefined,
    acknowledge: (word) => ({ status: 200, headers: [], body: word }),
  }),
}
`
