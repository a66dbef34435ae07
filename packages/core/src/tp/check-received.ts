import type { Received } from '../contract/http.ts'
import { tpError } from '../errors.ts'

/** Before anything is decoded: a wallet's notify is small. Throws `INVALID` or `LIMIT`. */
export function checkReceived(received: Received, mostBytes: number): void {
  if (!(received?.body instanceof Uint8Array)) {
    throw tpError(
      'INVALID',
      'notify: expected the raw bytes as the body, found something else; receive it before any body parser does',
    )
  }
  if (received.body.byteLength <= mostBytes) return
  throw tpError('LIMIT', `notify: expected at most ${mostBytes} bytes, found ${received.body.byteLength}`, { retry: 'never' })
}
