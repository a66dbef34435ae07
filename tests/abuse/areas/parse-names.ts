import { paidBy, rejected } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { aliFields, aliForm } from '../world/alipay.ts'
import type { Message } from '../world/http.ts'
import { qqFields, qqXml } from '../world/qq.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { WALLETS, type WalletName } from '../world/wallets.ts'

const NAMES = ['__proto__', 'constructor', 'prototype']

export const parseNames: Cases = {
  A061: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      for (const field of NAMES)
        await trial.bad(`${name}: ${field} beside the signature`, () => rejected(trial, sold, smuggled(name, sold, field)))
      for (const field of ['__proto__.x', 'constructor.prototype.x', '__proto__[x]', 'toString', 'hasOwnProperty'])
        await trial.bad(`${name}: ${field} beside the signature`, () => rejected(trial, sold, smuggled(name, sold, field)))
      await trial.twin(`${name}: without it`, () => paidBy(trial, sold))
      for (const field of NAMES) {
        const other = await trial.shop.sell(name)
        await trial.bad(`${name}: ${field} that the wallet signed`, () => harmless(trial, other, field))
      }
    }
    for (const body of bodies(trial)) await trial.bad(`in a body: ${body.slice(0, 60)}`, () => refusedBody(trial, body))
    for (const header of ['__proto__', 'constructor', 'X-__proto__', 'prototype'])
      await trial.bad(`as a header: ${header}`, () => plainAnswer(trial, header))
    await trial.bad('in a query', () => refusedQuery(trial))
    await trial.twin('a body without', async () =>
      (await trial.shop.ordered('qq')).status === 'open' ? undefined : 'it was not taken',
    )
  },
}

/** A field more, and the signature as it was. */
function smuggled(name: WalletName, { notify }: Sold, field: string): Message {
  const text = Buffer.from(notify.body).toString()
  const spoilt = {
    qq: () => text.replace('</xml>', `<${field}>1</${field}></xml>`),
    wx: () => text.replace('{', `{"${field}":{"x":1},`),
    ali: () => `${text}&${field}=1`,
  }
  return { headers: notify.headers, body: Buffer.from(spoilt[name]()) }
}

/** Signed, it is the wallet's own word: then it may say no more than it would without, and changes no object. */
async function harmless(trial: Trial, sold: Sold, field: string): Promise<string | undefined> {
  const message = signedWith(trial, sold, field)
  const answer = await trial.shop.notify(sold.account, message)
  if (!sold.stand.accepts(answer)) return undefined
  const { paidAt, total } = await trial.shop.standing(sold).attempt()
  return paidAt !== undefined && total.amount === BigInt(sold.total) ? undefined : `taken, and not as it is: ${shortly(answer)}`
}

function signedWith({ world }: Trial, sold: Sold, field: string): Message {
  const { qq, wx, ali } = world
  const own = (fields: object): Readonly<Record<string, string>> =>
    Object.defineProperty({ ...fields }, field, { value: '1', enumerable: true })
  switch (sold.stand.name) {
    case 'qq': {
      const { sign: _sign, ...fields } = qqFields(sold.notify.body)
      const said = own(fields)
      const resigned = qqFields(qq.resigned({ ...sold.notify, body: qqXml(said) }, {}).body)
      return { ...sold.notify, body: qqXml(resigned) }
    }
    case 'wx':
      return wx.signed(smuggled('wx', sold, field).body)
    case 'ali': {
      const { sign: _sign, ...fields } = aliFields(sold.notify.body)
      const said = own(fields)
      return { ...sold.notify, body: Buffer.from(`${Buffer.from(aliForm(said))}&sign=${encodeURIComponent(ali.sign(said))}`) }
    }
  }
}

function bodies({ shop }: Trial): readonly string[] {
  const order = `"orderNo":"${shop.orderNo()}","method":"wallet-qq-a","scene":"native","subject":"Tea"`
  const total = '"total":{"amount":1990,"currency":"CNY"}'
  return [
    ...NAMES.map((name) => `{"${name}":{"x":1},${order},${total}}`),
    ...NAMES.map((name) => `{${order},"total":{"amount":1990,"currency":"CNY","${name}":{"x":1}}}`),
    ...NAMES.map((name) => `{${order},${total},"extra":{"qqwallet":{"${name}":{"x":1}}}}`),
    `{"\\u005f_proto__":{"x":1},${order},${total}}`,
    `{${order},${total},${total}}`,
    `{${order},"total":{"amount":1,"amount":1990,"currency":"CNY"}}`,
  ]
}

async function refusedBody({ shop }: Trial, body: string): Promise<string | undefined> {
  const answer = await shop.ask('a', 'POST', '/v1/payments', { body })
  return answer.status === 400 ? undefined : `expected 400, found ${shortly(answer)}`
}

async function plainAnswer({ shop }: Trial, header: string): Promise<string | undefined> {
  const answer = await shop.ask('a', 'GET', '/v1/methods', { headers: [[header, '{"x":1}']] })
  return answer.status === 200 || answer.status === 400 ? undefined : `expected an answer, found ${shortly(answer)}`
}

async function refusedQuery({ shop }: Trial): Promise<string | undefined> {
  for (const name of NAMES) {
    const answer = await shop.ask('a', 'GET', `/v1/payments?${name}=1&${name}[x]=1`)
    if (answer.status !== 400) return `expected 400, found ${shortly(answer)}`
  }
  return undefined
}
