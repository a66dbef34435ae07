import type { Patch } from '../patch.ts'

/** A hole in the product, and cases of which each must tell that it lets something through. */
export interface Hole extends Patch {
  readonly caught: readonly string[]
}

const PROVIDER = (name: string, file: string): string => `packages/provider-${name}/src/${file}.ts`

/** Holes of real integrations, one line each. */
export const HOLES: readonly Hole[] = [
  {
    name: 'any-sign-fits',
    about: 'a notify of QQ Wallet is believed whatever its signature says',
    file: PROVIDER('qqwallet', 'signature'),
    find: '  if (!verify(fields, keys)) {',
    replace: "  if (!verify(fields, keys) && fields.sign === '') {",
    caught: ['A004', 'A005', 'M-qq'],
  },
  {
    name: 'no-sign-no-check',
    about: 'a notify of QQ Wallet without a signature is not checked',
    file: PROVIDER('qqwallet', 'notify'),
    find: "  if (!isSigned(fields, account)) throw tpError('UNVERIFIED', 'sign: expected a signature (sign) in the notify, found none')\n",
    replace: '  if (fields.sign) isSigned(fields, account)\n',
    caught: ['A001', 'A002'],
  },
  {
    name: 'old-messages-count',
    about: 'a message of WeChat Pay may be of any age',
    file: PROVIDER('wechatpay', 'verify'),
    find: '<= WINDOW_MS) return',
    replace: '<= WINDOW_MS * 1_000) return',
    caught: ['A012', 'A013'],
  },
  {
    name: 'last-name-wins',
    about: 'of two parameters of one name in a notify of Alipay the last one counts',
    file: PROVIDER('alipay', 'message'),
    find: "    if (parameters.has(name)) throw unverified(name, 'each parameter once', 'it twice', 'believe neither')\n",
    replace: '',
    caught: ['A018'],
  },
  {
    name: 'any-merchant',
    about: 'a genuine notify pays an order whosever it is',
    file: 'packages/core/src/domain/bind.ts',
    find: 'find(([, want, found]) => want !== found)',
    replace: "find(([field, want, found]) => want !== found && field !== 'mchId')",
    caught: ['A027', 'A028', 'A029'],
  },
  {
    name: 'no-limit',
    about: 'nobody checks how much of a payment is left',
    file: 'packages/cashier/src/refund/refund.ts',
    find: 'if (amount.currency === attempt.total.currency && amount.amount <= left) return undefined',
    replace: 'if (left >= 0n || left < 0n) return undefined',
    caught: ['A045'],
  },
  {
    name: 'everybody-reads',
    about: 'who knows the id of an order reads it',
    file: 'packages/cashier/src/views/read.ts',
    find: 'return held?.order.merchant === merchant ? orderView',
    replace: 'return held ? orderView',
    caught: ['A074', 'A075'],
  },
  {
    name: 'proto-passes',
    about: 'names that reach a prototype are taken in JSON',
    file: 'packages/gateway/src/body/strict-json.ts',
    find: "['__proto__', 'constructor', 'prototype']",
    replace: "['__proto']",
    caught: ['A061'],
  },
  {
    name: 'large-bodies',
    about: 'bodies are read to their end',
    file: 'packages/gateway/src/server/read-body.ts',
    find: "    if (size > mostBytes) stop('too-large')\n    else chunks.push(chunk)",
    replace: '    chunks.push(chunk)',
    caught: ['A062'],
  },
  {
    name: 'inside-addresses',
    about: 'every address counts as public',
    file: 'packages/tpkit/src/gateway/public-address.ts',
    find: '  if (!ipaddr.isValid(address)) return false\n',
    replace: '  if (ipaddr.isValid(address)) return true\n',
    caught: ['A067'],
  },
  {
    name: 'key-in-answers',
    about: 'answers repeat the API key',
    file: 'packages/gateway/src/guard/headers.ts',
    find: "    if (!c.res.headers.has('cache-control'))",
    replace:
      "    c.res.headers.set('X-Asked-With', c.req.header('authorization') ?? '')\n    if (!c.res.headers.has('cache-control'))",
    caught: ['A076'],
  },
]
