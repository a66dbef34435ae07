import crypto from 'node:crypto'
import { IncomingMessage } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { StatementSync } from 'node:sqlite'

/** What was done since the start: it takes the same on a fast machine and on a slow one. */
export interface Work {
  /** Statements that the books ran. */
  readonly statements: number
  /** Verifications, digests and ciphers. */
  readonly crypto: number
  /** Of bodies, as far as they were taken off the line. */
  readonly bodyBytes: number
}

/** Counts from now on, in every module that is loaded later. */
export function countWork(): () => Work {
  const done = { statements: 0, crypto: 0, bodyBytes: 0 }
  count(StatementSync.prototype, ['run', 'get', 'all', 'iterate'], () => {
    done.statements += 1
  })
  count(crypto, ['verify', 'createHash', 'createHmac', 'createDecipheriv', 'timingSafeEqual'], () => {
    done.crypto += 1
  })
  count(IncomingMessage.prototype, ['push'], (chunk) => {
    if (chunk instanceof Uint8Array) done.bodyBytes += chunk.byteLength
  })
  syncBuiltinESMExports()
  return () => ({ ...done })
}

function count(holder: object, names: readonly string[], add: (first: unknown) => void): void {
  for (const name of names) {
    const original: unknown = Reflect.get(holder, name)
    if (typeof original !== 'function') throw new TypeError(`expected the function ${name} of Node, found none`)
    const counted = function (this: unknown, ...args: readonly unknown[]): unknown {
      add(args[0])
      return Reflect.apply(original, this, args)
    }
    Reflect.set(holder, name, counted)
  }
}
