import { paidBy, refusesAll } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { aliFields, aliForm } from '../world/alipay.ts'
import type { Message } from '../world/http.ts'
import type { Sold } from '../world/sold.ts'

async function given(trial: Trial) {
  const sold = await trial.shop.sell('ali')
  const { sign = '', ...fields } = aliFields(sold.notify.body)
  const text = (body: string): Message => ({ ...sold.notify, body: Buffer.from(body) })
  return { sold, fields, sign, text, whole: Buffer.from(sold.notify.body).toString() }
}

const escaped = encodeURIComponent

export const signAlipay: Cases = {
  A016: async (trial) => {
    const { sold, whole, text } = await given(trial)
    await refusesAll(trial, sold, [
      ['without sign', text(whole.replace(/&?sign=[^&]*/, ''))],
      ['sign=', text(whole.replace(/([&?]|^)sign=[^&]*/, '$1sign='))],
      ['sign without "="', text(whole.replace(/([&?]|^)sign=[^&]*/, '$1sign'))],
    ])
  },
  A017: async (trial) => {
    const { sold, fields } = await given(trial)
    const said = { ...fields, sign_type: 'RSA' }
    const { sign_type: _type, ...untyped } = fields
    const { ali } = trial.world
    await refusesAll(trial, sold, [
      ['sign_type=RSA with a right SHA-1 signature', message(sold, { ...said, sign: ali.sign(said, 'sha1') })],
      ['sign_type=RSA2 with a SHA-1 signature', message(sold, { ...fields, sign: ali.sign(fields, 'sha1') })],
      ['no sign_type, SHA-1', message(sold, { ...untyped, sign: ali.sign(untyped, 'sha1') })],
      ['sign_type=RSA with the RSA2 signature', message(sold, { ...said, sign: ali.sign(said) })],
    ])
  },
  A018: async (trial) => {
    const { sold, sign, whole, text } = await given(trial)
    const bad = escaped(sign.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))
    const bare = whole.replace(/&?sign=[^&]*/, '')
    await refusesAll(trial, sold, [
      ['sign=good&sign=bad', text(`${bare}&sign=${escaped(sign)}&sign=${bad}`)],
      ['sign=bad&sign=good', text(`${bare}&sign=${bad}&sign=${escaped(sign)}`)],
      ['sign=good twice', text(`${bare}&sign=${escaped(sign)}&sign=${escaped(sign)}`)],
      ['sign[]=good', text(`${bare}&sign[]=${escaped(sign)}`)],
      ['sign%5B%5D=good', text(`${bare}&sign%5B%5D=${escaped(sign)}`)],
      ['s%69gn=bad beside sign=good', text(`${bare}&s%69gn=${bad}&sign=${escaped(sign)}`)],
    ])
  },
  A019: async (trial) => {
    const sold = await signedWith(trial, /\+.*\/.*=$|\/.*\+.*=$/)
    await trial.good('a signature with + / = in it', () => taken(trial, sold))
  },
  A020: async (trial) => {
    for (const params of ['%7B%22shop%22%3A1%7D', '%2525', 'a%2Bb+c', '{"a":"%7B%7D"}']) {
      const sold = await trial.shop.sell('ali')
      const notify = sold.stand.resigned(sold.notify, { passback_params: params })
      await trial.good(`passback_params ${params}`, () => taken(trial, { ...sold, notify }))
    }
  },
  A021: async (trial) => {
    for (const charset of ['GBK', 'gbk', 'GB2312']) {
      const sold = await trial.shop.sell('ali')
      await trial.good(`charset=${charset}, subject in its bytes`, () => takenInGbk(trial, sold, charset))
    }
  },
}

function message({ notify }: Sold, fields: Readonly<Record<string, string>>): Message {
  return { ...notify, body: aliForm(fields) }
}

/** Sells until a signature has those characters. */
async function signedWith(trial: Trial, wanted: RegExp): Promise<Sold> {
  for (;;) {
    const sold = await trial.shop.sell('ali')
    if (wanted.test(aliFields(sold.notify.body).sign ?? '')) return sold
    await trial.shop.notify(sold.account, sold.notify)
  }
}

async function taken(trial: Trial, sold: Sold): Promise<string | undefined> {
  const wrong = await paidBy(trial, sold)
  const last = trial.shop.answers.at(-1)
  return wrong ?? (last?.body === 'success' ? undefined : `expected exactly "success", found ${JSON.stringify(last?.body)}`)
}

/** 茶 in GBK. */
const TEA = Buffer.from([0xb2, 0xe8])

async function takenInGbk(trial: Trial, sold: Sold, charset: string): Promise<string | undefined> {
  const { sign: _sign, ...fields } = aliFields(sold.notify.body)
  const said = { ...fields, charset, subject: Buffer.concat([Buffer.from('Tea '), TEA]) }
  const body = aliForm({ ...said, sign: trial.world.ali.sign(said) })
  const wrong = await taken(trial, {
    ...sold,
    notify: { headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=GBK']], body },
  })
  const kept = await trial.world.ledger.read.evidenceOf(sold.id, sold.account, 'raw')
  return wrong ?? (kept?.text.includes('Tea 茶') ? undefined : `expected the subject in UTF-8, found ${kept?.text.slice(0, 300)}`)
}
