import { sign } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { AlipaySdk, type AlipaySdkConfig } from 'alipay-sdk'
import type { AccountHandle } from 'tpkit'
import { named, OURS, WALLET } from './alipay-keys.fixture.ts'
import { openFolder, openProvider, serve } from './house.fixture.ts'

type Fields = Readonly<Record<string, string>>

/** A request, as it came. */
export interface Asked {
  /** From the query and the body together. */
  readonly fields: Fields
  /** By their check: a request is signed as their rule for messages says. */
  readonly genuine: boolean
  /** biz_content, opened by their code where it is encrypted. */
  readonly content: object
}

/**
 * Our provider, with their code in the wallet's place behind a port of loopback. It reads and verifies; their package signs no answers,
 * so these are signed here, and none goes out that their code does not believe.
 */
export interface TheirWallet {
  readonly url: string
  readonly ours: AccountHandle
  /** What it answers from now on, under the name of the method that is called. */
  readonly say: (payload: object) => void
  /** The same, as a whole text. */
  readonly sayRaw: (answer: (payload: (told: object) => Signed) => string) => void
  /** The latest request. */
  readonly asked: () => Asked
  readonly close: () => Promise<void>
}

/** What is signed of an answer. */
interface Signed {
  readonly told: string
  readonly sign: string
}

/** Their client, as the merchant has it; what it verifies is the wallet's. */
export const CLIENT: AlipaySdkConfig = {
  ...{ appId: OURS.appId, privateKey: OURS.privateKey, keyType: 'PKCS8', alipayPublicKey: WALLET.publicKey },
  encryptKey: named('content_key'),
}

/** Their code with the keys the other way round: it verifies what the merchant signs. */
const desk = new AlipaySdk({ ...CLIENT, privateKey: WALLET.privateKey, alipayPublicKey: OURS.publicKey })
const merchant = new AlipaySdk(CLIENT)

export async function openTheirWallet(contentKey?: string): Promise<TheirWallet> {
  const heard: Asked[] = []
  let answerTo = (name: string): string => answerOf(name, { code: '10000', msg: 'Success' })
  const server = await serve(async (request, response) => {
    const query = (request.url ?? '').replace(/^[^?]*\??/, '')
    const asked = askedIn(`${query}&${await text(request)}`)
    heard.push(asked)
    const name = `${asked.fields.method?.replaceAll('.', '_')}_response`
    response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(answerTo(name))
  })
  const folder = await openFolder()
  const { appId, sellerId, privateKey } = OURS
  const provider = await openProvider(folder.path, 'ali', {
    ...{ plugin: '@tpkit/provider-alipay', appId, sellerId, privateKey, alipayPublicKey: WALLET.publicKey },
    ...(contentKey !== undefined && { contentKey }),
    endpoints: { 'https://openapi.alipay.com': server.url, 'https://dwbillcenter.alipay.com': server.url },
  })
  return {
    ...{ url: server.url, ours: provider.account('ali') },
    say: (payload) => {
      answerTo = (name) => answerOf(name, payload)
    },
    sayRaw: (answer) => {
      answerTo = () => answer(signed)
    },
    asked: () => heard.at(-1) ?? nothing(),
    close: async () => {
      await provider.close()
      await server.close()
      await folder.remove()
    },
  }
}

function nothing(): never {
  throw new Error('expected a request, found none')
}

function askedIn(form: string): Asked {
  const fields = Object.fromEntries(new URLSearchParams(form))
  const { biz_content = '', encrypt_type } = fields
  const content = encrypt_type === 'AES' ? desk.aesDecrypt(biz_content) : biz_content
  return { fields, genuine: desk.checkNotifySignV2(fields), content: JSON.parse(content) }
}

function signed(payload: object): Signed {
  const told = JSON.stringify(payload).replaceAll('/', '\\/')
  return { told, sign: sign('RSA-SHA256', Buffer.from(told), WALLET.privateKey).toString('base64') }
}

function answerOf(name: string, payload: object): string {
  const { told, sign: signature } = signed({ code: '10000', msg: 'Success', ...payload })
  const answer = `{"${name}":${told},"sign":"${signature}"}`
  merchant.checkResponseSign(answer, name, signature, 'none')
  return answer
}
