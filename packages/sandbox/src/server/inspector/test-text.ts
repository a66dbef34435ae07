import type { Exchanged, Inspection } from '../../wallet.ts'
import { headerPairs, messageHeaders } from '../headers.ts'
import type { AccountEntry } from '../kind.ts'
import type { Copies } from '../site.ts'
import { textOf } from '../text.ts'
import { endingOf } from './ending.ts'
import { literal } from './literal.ts'

/** A test that sends the same bytes and expects the same answer. `earlier`: the calls about the same order before it. */
export function testOf(inspection: Inspection, earlier: readonly Exchanged[], account: AccountEntry, copies: Copies): string {
  return inspection.exchanged.from === 'merchant' ? walletTest(inspection, earlier, account, copies) : shopTest(inspection)
}

/** A merchant's call, to a new wallet that has the same merchant. */
function walletTest(inspection: Inspection, earlier: readonly Exchanged[], account: AccountEntry, copies: Copies): string {
  const { exchanged, answerFields } = inspection
  const { imports, before: keys, made } = copies.wallet(account)
  const before = earlier.map((each) => `  wallet.handle(${requestText(each)}, ${each.at})\n`).join('')
  return `${imports}
${keys}
test(${literal(nameOf(inspection))}, () => {
  const wallet = ${made}
${before === '' ? '' : `  // What was called before about the same order. What the payer did is not in here: a .tpcase file has that, too.\n${before}`}  const answer = wallet.handle(${requestText(exchanged)}, ${exchanged.at})
${expectations(exchanged.answer, copies.compared(answerFields))}})
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

function expectations(answer: Exchanged['answer'], compared: readonly string[]): string {
  if (!answer) return '  expect(answer).toBeUndefined()\n'
  const text = compared.length > 0 ? '  const text = new TextDecoder().decode(answer?.body)\n' : ''
  return `  expect(answer?.status).toBe(${answer.status})\n${text}${compared.map((line) => `  ${line}\n`).join('')}`
}
