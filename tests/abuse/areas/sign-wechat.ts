import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { openBox } from '@tpkit/wire'
import { paidBy, refusesAll, rejected } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import type { Message } from '../world/http.ts'
import { envelopeOf } from '../world/wechat.ts'

const without = ({ headers, body }: Message, name: string): Message => ({
  headers: headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase()),
  body,
})

export const signWeChat: Cases = {
  A008: async (trial) => {
    const sold = await trial.shop.sell('wx')
    const names = ['Signature', 'Timestamp', 'Nonce', 'Serial'].map((name) => `Wechatpay-${name}`)
    const none = names.reduce(without, sold.notify)
    await refusesAll(trial, sold, [
      ...names.map((name) => [`without ${name}`, without(sold.notify, name)] as const),
      ['without all four', none],
    ])
  },
  A009: async (trial) => {
    const sold = await trial.shop.sell('wx')
    const { wx } = trial.world
    const asked = wx.door.calls.length
    for (const serial of ['00'.repeat(20), 'FF'.repeat(20), 'PUB_KEY_ID_1', '../../etc/passwd', 'x'.repeat(2000)]) {
      const message = wx.signed(sold.notify.body, { serial })
      await trial.bad(`Wechatpay-Serial: ${serial.slice(0, 40)}`, async () => {
        const refreshes = (): number =>
          wx.door.calls.slice(asked).filter(({ path }) => path.startsWith('/v3/certificates')).length
        const wrong = await rejected(trial, sold, message)
        return wrong ?? (refreshes() <= 1 ? undefined : `the trust set was refreshed ${refreshes()} times`)
      })
    }
    await trial.twin('the same under the serial that is known', () => paidBy(trial, sold))
  },
  A010: async (trial) => {
    const sold = await trial.shop.sell('wx')
    const { wx } = trial.world
    await refusesAll(trial, sold, [["an attacker's key", wx.signed(sold.notify.body, { privateKey: wx.strangerKey })]])
  },
  A011: async (trial) => {
    const sold = await trial.shop.sell('wx')
    const text = Buffer.from(sold.notify.body).toString()
    const { id, ...rest } = envelopeOf(sold.notify.body)
    const bodies = {
      'a space behind the brace': text.replace('{', '{ '),
      'a line feed at the end': `${text}\n`,
      'written anew with spaces': JSON.stringify(JSON.parse(text), null, 1),
      'keys in another order': JSON.stringify({ ...rest, id }),
      'a letter as its escape': text.replace('"id":"', '"\\u0069d":"'),
    }
    await refusesAll(
      trial,
      sold,
      Object.entries(bodies).map(([what, body]) => [what, { headers: sold.notify.headers, body: Buffer.from(body) }] as const),
    )
  },
  A012: async (trial) => {
    const { sold, at } = await signedAt(trial)
    await refusesAll(trial, sold, [
      ['ten minutes old', at(-600)],
      ['a little more than five minutes old', at(-305)],
    ])
  },
  A013: async (trial) => {
    const { sold, at, said } = await signedAt(trial)
    const forms = ['1e9', '-1', '', '9'.repeat(40), '0x5f5e100', ' 1', '1.5', 'NaN']
    await refusesAll(trial, sold, [
      ['ten minutes ahead', at(600)],
      ...forms.map((timestamp) => [`timestamp ${JSON.stringify(timestamp)}`, said(timestamp)] as const),
    ])
  },
  A014: async (trial) => {
    const key = randomBytes(32)
    const [nonce, data] = ['0123456789ab', 'transaction']
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(Buffer.from(data))
    const locked = Buffer.concat([cipher.update('{"amount":1}'), cipher.final()])
    const tag = cipher.getAuthTag()
    const opened = (length: number): unknown => {
      const ciphertext = Buffer.concat([locked, tag.subarray(0, length)]).toString('base64')
      return openBox({ ciphertext, nonce, associatedData: data }, [createSecretKey(key)])
    }
    for (const length of [12, 8, 4, 0]) {
      await trial.bad(`a tag of ${length} bytes`, async () => (isRefused(() => opened(length)) ? undefined : 'it was opened'))
    }
    await trial.twin('a tag of 16 bytes', async () => (isRefused(() => opened(16)) ? 'it was not opened' : undefined))
  },
  A015: async (trial) => {
    const sold = await trial.shop.sell('wx')
    const envelope = envelopeOf(sold.notify.body)
    const spoilt = (change: object): Message =>
      trial.world.wx.signed(Buffer.from(JSON.stringify({ ...envelope, resource: { ...envelope.resource, ...change } })))
    await refusesAll(trial, sold, [
      ['associated_data changed', spoilt({ associated_data: 'refund' })],
      ['associated_data empty', spoilt({ associated_data: '' })],
      ['associated_data absent', spoilt({ associated_data: undefined })],
      ['nonce changed', spoilt({ nonce: '0123456789ab' })],
      ['nonce of another length', spoilt({ nonce: '0' })],
      ['another algorithm', spoilt({ algorithm: 'NONE' })],
    ])
  },
}

function isRefused(open: () => unknown): boolean {
  try {
    return open() === undefined
  } catch {
    return true
  }
}

/** Notifies of one order, signed at other times. */
async function signedAt(trial: Trial) {
  const sold = await trial.shop.sell('wx')
  const { wx, clock } = trial.world
  const said = (timestamp: string): Message => wx.signed(sold.notify.body, { timestamp })
  const at = (seconds: number): Message => said(String(Math.floor(clock.now() / 1000) + seconds))
  return { sold, said, at }
}
