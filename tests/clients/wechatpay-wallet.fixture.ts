import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { AccountHandle, Received } from 'tpkit'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { openFolder, openProvider, serve } from './house.fixture.ts'
import { CERTIFICATES, OURS, PUBLIC_KEY, publicHalf } from './wechatpay-keys.fixture.ts'

/** A key of the wallet's that their code signs with. */
interface WalletKey {
  readonly id: string
  readonly privateKey: string
}

/** A request of our provider's, as it came. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly authorization: ReadonlyMap<string, string>
  readonly scheme: string
  /** Which key it asks to be answered with. */
  readonly serial: string | undefined
}

/** Our provider, with their code in the wallet's place behind a port of loopback. */
export interface TheirWallet {
  readonly ours: AccountHandle
  /** What it answers from now on: signed, as JSON; a 204 where it is nothing. */
  readonly say: (answer: object | undefined, by?: WalletKey) => void
  /** The latest request. */
  readonly asked: () => Asked
  /** A notify that their code sealed and signed. */
  readonly notify: (type: string, content: object, by?: WalletKey) => Received
  readonly close: () => Promise<void>
}

/** `trust`: what our account has of the wallet. Certificates are downloaded. */
export async function openTheirWallet(trust: 'public key' | 'certificates'): Promise<TheirWallet> {
  const usual = trust === 'public key' ? PUBLIC_KEY : CERTIFICATES[0]
  if (!usual) throw new Error('expected a certificate in the file of keys, found none')
  const heard: Asked[] = []
  let said: { readonly answer: object | undefined; readonly by: WalletKey } = { answer: {}, by: usual }
  const server = await serve(async (request, response) => {
    const asked = await askedIn(request)
    const isForCertificates = asked.path.startsWith('/v3/certificates')
    if (!isForCertificates) heard.push(asked)
    respond(response, isForCertificates ? { data: CERTIFICATES.map(listed) } : said.answer, isForCertificates ? usual : said.by)
  })
  const folder = await openFolder()
  const { privateKey, ...account } = OURS
  const endpoints = { 'https://api.mch.weixin.qq.com': server.url, 'https://api2.mch.weixin.qq.com': server.url }
  const pinned = { publicKey: publicHalf(PUBLIC_KEY.privateKey), publicKeyId: PUBLIC_KEY.id }
  const entry = { plugin: '@tpkit/provider-wechatpay', ...account, privateKey, endpoints, ...(trust === 'public key' && pinned) }
  const provider = await openProvider(folder.path, 'wx', entry)
  return {
    ours: provider.account('wx'),
    say: (answer, by = usual) => {
      said = { answer, by }
    },
    asked: () => heard.at(-1) ?? nothing(),
    notify: (type, content, by = usual) => notifyOf(type, content, by),
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

async function askedIn(request: IncomingMessage): Promise<Asked> {
  const { method = '', url = '', headers } = request
  const [scheme = '', attributes = ''] = (headers.authorization ?? '').split(/ (.*)/s)
  const pairs = [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', found = '']) => [name, found] as const)
  const serial = request.headersDistinct['wechatpay-serial']?.[0]
  return { method, path: url, body: await text(request), authorization: new Map(pairs), scheme, serial }
}

function respond(response: ServerResponse, answer: object | undefined, by: WalletKey): void {
  const body = answer ? JSON.stringify(answer) : ''
  response.writeHead(answer ? 200 : 204, { 'content-type': 'application/json', ...signed(body, by) }).end(body)
}

/** Their signature, under the names that the wallet's pages give. */
function signed(body: string, { id, privateKey }: WalletKey): Readonly<Record<string, string>> {
  const [timestamp, nonce] = [String(Formatter.timestamp()), Formatter.nonce()]
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': id,
    'Wechatpay-Signature': Rsa.sign(Formatter.response(timestamp, nonce, body), privateKey),
  }
}

function listed({ id, certificate }: { readonly id: string; readonly certificate: string }): object {
  const times = { effective_time: '2025-01-01T00:00:00+08:00', expire_time: '2035-01-01T00:00:00+08:00' }
  return { serial_no: id, ...times, encrypt_certificate: sealed(certificate, 'certificate') }
}

/** Their AesGcm. */
function sealed(content: string, associated_data: string): object {
  const nonce = Formatter.nonce(12)
  const ciphertext = Aes.AesGcm.encrypt(content, OURS.apiV3Key, nonce, associated_data)
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data }
}

function notifyOf(event_type: string, content: object, by: WalletKey): Received {
  const resource = { original_type: 'transaction', ...sealed(JSON.stringify(content), 'transaction') }
  const envelope = {
    id: 'EV-1',
    create_time: '2026-01-05T12:00:00+08:00',
    event_type,
    resource_type: 'encrypt-resource',
    resource,
  }
  const body = JSON.stringify(envelope)
  const headers = Object.entries(signed(body, by)).map(([name, found]) => [name.toLowerCase(), [found]] as const)
  return { headers: new Map(headers), query: '', body: new TextEncoder().encode(body) }
}
