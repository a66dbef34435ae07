import { gunzipSync, gzipSync } from 'node:zlib'
import type { WalletAnswer } from '@tpkit/core'

/** A bill without its first line; undefined for what is no bill, or has no lines. */
export function shortFile(answer: WalletAnswer): WalletAnswer | undefined {
  const isPacked = answer.body[0] === 0x1f && answer.body[1] === 0x8b
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(isPacked ? gunzipSync(answer.body) : answer.body)
  const [titles = '', ...lines] = text.split('\r\n')
  if (answer.status !== 200 || !titles.startsWith('\ufeff') || lines.filter((line) => line !== '').length < 3) return undefined
  const short = new TextEncoder().encode([titles, ...lines.slice(1)].join('\r\n'))
  return { ...answer, body: isPacked ? gzipSync(short) : short }
}
