import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { currentKey, type Protocol, seal, send, unseal } from '../contract/protocol.ts'
import { tpError } from '../errors.ts'
import { cny } from '../money.ts'
import { merchantKeys, walletKeys } from './wechat.fixture.ts'
import { fakeTP, manifest, NOW, notHere, wire } from './world.fixture.ts'

const OAEP = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
const DAY_MS = 24 * 60 * 60_000
const older = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pemOf = (keys: typeof older) => keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()

/** An abnormal refund of WeChat Pay: the payer's name goes out sealed, an account comes back sealed for us. */
const wechat: Protocol<'native', 'trust' | 'close'> = {
  manifest: manifest({ scenes: ['native'], abilities: ['trust', 'close'] }),
  payee: { mchId: '1' },
  *close(ref) {
    const current = yield* currentKey()
    if (!current) throw tpError('CONFIG', 'expected a key of the wallet to seal for, found none')
    const body = yield* seal(current.id, Buffer.from('王小明'))
    const headers = [['wechatpay-serial', current.id]] as const
    const answer = yield* send({ method: 'POST', url: 'https://wallet.example/abnormal', headers, body, effect: 'write' })
    const account = Buffer.from(yield* unseal('merchant', answer.body)).toString()
    const fact = { kind: 'payment', status: 'closed', outTradeNo: ref.outTradeNo, source: 'reply', raw: { account } } as const
    return { kind: 'done', evidence: 'verified', value: fact }
  },
  *trust() {
    yield* send({ method: 'GET', url: 'https://wallet.example/v3/certificates', headers: [], effect: 'read' })
    return [
      { id: 'OLD', pem: pemOf(older), notAfter: NOW + DAY_MS },
      { id: 'NEW', pem: pemOf(walletKeys), notAfter: NOW + 300 * DAY_MS },
      { id: 'NOT_YET', pem: pemOf(older), notBefore: NOW + DAY_MS, notAfter: NOW + 900 * DAY_MS },
    ]
  },
  pay: notHere,
  query: notHere,
  refund: notHere,
  notify: notHere,
  acknowledge: () => ({ status: 204, headers: [], body: '' }),
}

const ref = { outTradeNo: 'ORDER_1', total: cny.fen(1) }
const keys = { privateKeys: { merchant: merchantKeys.privateKey } }

describe('sensitive fields, sealed both ways', () => {
  const connection = wire(() => ({ body: publicEncrypt({ key: merchantKeys.publicKey, ...OAEP }, Buffer.from('6222…0001')) }))

  it('go out under the key of the wallet that is valid longest, and come back for us alone', async () => {
    const outcome = await fakeTP(wechat, connection, { keys }).close(ref)
    expect(outcome).toMatchObject({ kind: 'done', value: { raw: { account: '6222…0001' } } })
    const sent = connection.sent.find((request) => request.effect === 'write')
    expect(sent?.headers).toEqual([['wechatpay-serial', 'NEW']])
    const opened = privateDecrypt({ key: walletKeys.privateKey, ...OAEP }, Buffer.from(sent?.body ?? []))
    expect(opened.toString()).toBe('王小明')
  })

  it('take a configured key before any learned one', async () => {
    const pinned = { PUB_KEY_ID_1: walletKeys.publicKey }
    const line = wire(() => ({ body: publicEncrypt({ key: merchantKeys.publicKey, ...OAEP }, Buffer.from('x')) }))
    await fakeTP(wechat, line, { keys: { ...keys, pinned } }).close(ref)
    expect(line.sent.map(({ headers }) => headers)).toEqual([[['wechatpay-serial', 'PUB_KEY_ID_1']]])
  })

  it('leave the outcome unknown when what came back cannot be opened', async () => {
    const line = wire(() => ({ body: 'not sealed' }))
    await expect(fakeTP(wechat, line, { keys }).close(ref)).resolves.toMatchObject({ kind: 'unknown' })
  })
})

describe('a caller who gives up', () => {
  const hangs = () => new Promise<never>(() => undefined)
  const pinned = { PUB_KEY_ID_1: walletKeys.publicKey }

  it('does not wait for a signer that hangs; nothing was sent, so it is thrown', async () => {
    const line = wire(() => ({}))
    const tp = fakeTP(wechat, line, { keys: { ...keys, pinned }, signer: { sign: hangs, seal: hangs, unseal: hangs } })
    const stop = new AbortController()
    const closing = tp.close(ref, { signal: stop.signal })
    stop.abort()
    await expect(closing).rejects.toMatchObject({ code: 'TIMEOUT' })
    expect(line.sent).toHaveLength(0)
  })

  it('cannot know the outcome when the write was on its way already', async () => {
    const stop = new AbortController()
    const line = wire(() => {
      setImmediate(() => stop.abort())
      return { body: 'sealed' }
    })
    const signer = { sign: hangs, seal: async () => Buffer.from('sealed'), unseal: hangs }
    const closing = fakeTP(wechat, line, { keys: { ...keys, pinned }, signer }).close(ref, { signal: stop.signal })
    await expect(closing).resolves.toMatchObject({ kind: 'unknown', failure: { code: 'TIMEOUT' } })
  })
})
