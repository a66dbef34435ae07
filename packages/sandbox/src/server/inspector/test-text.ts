import type { Exchanged, Inspection } from '../../wallet.ts'
import type { SandboxAccount } from '../account.ts'
import { headerPairs, messageHeaders } from '../headers.ts'
import { textOf } from '../text.ts'
import { endingOf } from './ending.ts'

/** A test that sends the same bytes and expects the same answer. `earlier`: the calls about the same order before it. */
export function testOf(inspection: Inspection, earlier: readonly Exchanged[], account: SandboxAccount): string {
  return inspection.exchanged.from === 'merchant' ? walletTest(inspection, earlier, account) : shopTest(inspection)
}

/** A merchant's call, to a new wallet that has the same merchant. */
function walletTest(inspection: Inspection, earlier: readonly Exchanged[], { mchId, appId }: SandboxAccount): string {
  const { exchanged } = inspection
  const merchant = [`mchId: ${literal(mchId)}`, 'apiKey', ...(appId === undefined ? [] : [`appId: ${literal(appId)}`])]
  const before = earlier.map((each) => `  wallet.handle(${requestText(each)}, ${each.at})\n`).join('')
  return `import { qqWallet } from '@tpkit/sandbox'
import { expect, test } from 'vitest'

// The merchant's API key (API 密钥) is not written down here: SANDBOX_API_KEY=… npx vitest run
const apiKey = process.env.SANDBOX_API_KEY ?? ''

test(${literal(nameOf(inspection))}, () => {
  const wallet = qqWallet({ merchants: [{ ${merchant.join(', ')} }] })
${before === '' ? '' : `  // What was called before about the same order. What the payer did is not in here: a .tpcase file has that, too.\n${before}`}  const answer = wallet.handle(${requestText(exchanged)}, ${exchanged.at})
${expectations(inspection)}})
`
}

/** A notify, to the shop itself. */
function shopTest(inspection: Inspection): string {
  const { request, answer } = inspection.exchanged
  return `import { expect, test } from 'vitest'

// The shop must run at the address below.
test(${literal(nameOf(inspection))}, async () => {
  const headers = ${JSON.stringify(Object.fromEntries(headerPairs(messageHeaders(request.headers))))}
  const answer = await fetch(${literal(request.url)}, { method: ${literal(request.method)}, headers, body: ${bytesText(request.body)} })
${answer ? '' : '  // It was not answered then; a shop that is there answers 200.\n'}  expect(answer.status).toBe(${answer?.status ?? 200})
})
`
}

function nameOf(inspection: Inspection): string {
  const { call = 'message', outTradeNo, from } = inspection.exchanged
  const what = from === 'wallet' ? `the notify (${call})` : call
  // What nobody answered is no rule for a shop.
  const ending = endingOf(inspection) ?? (from === 'wallet' ? '200' : 'not at all')
  return `${what}${outTradeNo === undefined ? '' : ` of order ${outTradeNo}`} is answered ${ending}`
}

function requestText({ request: { method, url, headers, body, clientCertificate } }: Exchanged): string {
  const { origin } = new URL(url)
  const certificate = clientCertificate === undefined ? '' : `\n    clientCertificate: ${literal(clientCertificate)},`
  return `{
    method: ${literal(method)},
    origin: ${literal(origin)},
    path: ${literal(url.slice(origin.length))},
    headers: new Map(${JSON.stringify([...messageHeaders(headers)])}),
    body: ${bytesText(body)},${certificate}
  }`
}

function bytesText(body: Uint8Array): string {
  const text = textOf(body)
  if (text !== undefined) return `new TextEncoder().encode(${literal(text)})`
  return `Buffer.from(${literal(Buffer.from(body).toString('base64'))}, 'base64')`
}

/** What a wallet draws anew each time (numbers, nonces, signatures) is not compared. */
const COMPARED = ['return_code', 'retcode', 'result_code', 'err_code', 'trade_state'] as const

function expectations({ exchanged: { answer }, answerFields }: Inspection): string {
  if (!answer) return '  expect(answer).toBeUndefined()\n'
  const fields = new Map(answerFields)
  const compared = COMPARED.flatMap((name) => {
    const value = fields.get(name)
    return value ? [`  expect(text).toMatch(/<${name}>(?:<!\\[CDATA\\[)?${escaped(value)}(?:\\]\\]>)?<\\/${name}>/)\n`] : []
  })
  const text = compared.length > 0 ? '  const text = new TextDecoder().decode(answer?.body)\n' : ''
  return `  expect(answer?.status).toBe(${answer.status})\n${text}${compared.join('')}`
}

function escaped(text: string): string {
  return text.replaceAll(/[/\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}

/** JSON is JavaScript; only a line end that would end a comment or a tag is written out. */
function literal(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)
}
