import { gunzipSync, gzipSync } from 'node:zlib'
import type { WalletAnswer } from '@tpkit/core'

/** A statement without its first line; undefined for what is no statement, or has no lines. */
export function shortFile(answer: WalletAnswer): WalletAnswer | undefined {
  const isPacked = answer.body[0] === 0x1f && answer.body[1] === 0x8b
  const text = new TextDecoder().decode(isPacked ? gunzipSync(answer.body) : answer.body)
  const [titles = '', ...lines] = text.split('\n')
  // Titles, lines, titles of the totals, totals, and perhaps nothing after the last line end.
  if (answer.status !== 200 || text.startsWith('<') || lines.filter((line) => line !== '').length < 3) return undefined
  const short = new TextEncoder().encode([titles, ...lines.slice(1)].join('\n'))
  return { ...answer, body: isPacked ? gzipSync(short) : short }
}
