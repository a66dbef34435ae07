import type { WeChatAccount } from '@tpkit/sandbox'
import type { Received } from 'tpkit'
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import { read } from './wechatpay-v3.fixture.ts'

/** A notify as a shop reads it that has nothing but their client. */
export interface Notified {
  readonly genuine: boolean
  readonly envelope: Envelope
  /** What their Aes opened. Throws where it does not fit. */
  readonly open: () => object
}

interface Envelope {
  readonly id: string
  readonly event_type: string
  readonly resource: {
    readonly algorithm: string
    readonly original_type: string
    readonly ciphertext: string
    readonly associated_data: string
    readonly nonce: string
  }
}

/** Their signature over what came, and the key of the account. */
export function notified({ headers, body }: Received, account: WeChatAccount): Notified {
  const text = new TextDecoder().decode(body)
  const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'signature'].map(
    // As Node joins a header that came twice.
    (name) => headers.get(`wechatpay-${name}`)?.join(', ') ?? '',
  )
  const signed = Formatter.response(timestamp ?? '', nonce ?? '', text)
  const envelope = JSON.parse(text) as Envelope // the form that the wallet's pages tell
  const { ciphertext, nonce: iv, associated_data: data } = envelope.resource
  return {
    genuine: Rsa.verify(signed, signature ?? '', read(account.publicKey)),
    envelope,
    open: () => JSON.parse(Aes.AesGcm.decrypt(ciphertext, account.apiV3Key, iv, data)),
  }
}
