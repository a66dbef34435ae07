/** A world of a few lines for the hard cases: what is not handed in does nothing and answers nothing. */
import type { HttpRequest } from '../contract/http.ts'
import type { Manifest } from '../contract/manifest.ts'
import type { Protocol } from '../contract/protocol.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { TP } from '../contract/tp.ts'
import { type Connection, TransportError } from '../ports.ts'
import { memoryKeyRing, silentLog, systemRandom, threadPoolSigner } from '../system/node.ts'
import { createTP, type TPOptions } from '../tp/create-tp.ts'

export const NOW = Date.UTC(2026, 10, 23, 4, 0, 0)

interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** Answers every call by a function; `sent` keeps what left. */
export function wire(answer: (request: HttpRequest) => Reply | Promise<Reply>): Connection & { readonly sent: HttpRequest[] } {
  const sent: HttpRequest[] = []
  return {
    sent,
    send: async (request) => {
      sent.push(request)
      const { status = 200, headers = {}, body = '' } = await answer(request)
      return {
        status,
        headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
        body: Buffer.from(body),
      }
    },
    download: async () => {
      throw new TransportError({ code: 'UNSUPPORTED', message: 'no files on this wire', retry: 'never' }, false)
    },
    close: async () => undefined,
  }
}

export function manifest<S extends Scene, A extends Ability>(
  more: Partial<Manifest<S, A>> & Pick<Manifest<S, A>, 'scenes' | 'abilities'>,
): Manifest<S, A> {
  return {
    provider: 'fake',
    title: { en: 'Fake', zh: '假' },
    status: 'ready',
    origins: ['https://wallet.example'],
    identityFor: [],
    decidedBeforeExecution: [],
    sensitiveFields: [],
    limits: {
      currencies: ['CNY'],
      maxAmount: 10_000_000_000n,
      outTradeNo: { minLength: 6, maxLength: 32, alphabet: '0-9A-Za-z_' },
      outRefundNo: { minLength: 1, maxLength: 64, alphabet: '0-9A-Za-z_' },
      subjectLength: 127,
      attachLength: 128,
      refundWindowDays: 365,
      maxMessageBytes: 1_000_000,
    },
    timing: {
      callTimeoutMs: 10_000,
      quietMs: 30_000,
      promptLifeMs: {},
      earliestCloseMs: 0,
      refundSpacingMs: 60_000,
      earliestRefundQueryMs: 10_000,
      failedRefundRepeatsNumber: false,
      followUpMs: [5_000, 30_000],
    },
    ...more,
  }
}

/** A TP over the fake world. */
export function fakeTP<S extends Scene, A extends Ability>(
  protocol: Protocol<S, A>,
  connection: Connection,
  more: Partial<TPOptions<S, A>> = {},
): TP<S, A> {
  return createTP<S, A>({
    account: 'main',
    protocol,
    connection,
    keys: {},
    clock: { nowMs: () => NOW },
    random: systemRandom,
    signer: threadPoolSigner,
    unpack: { unpack: (packed) => packed },
    keyRing: memoryKeyRing(),
    log: silentLog,
    ...more,
  })
}

/** The parts of a protocol that a case does not reach. */
export function* notHere(): Generator<never, never, never> {
  throw new Error('this case does not call that')
}
