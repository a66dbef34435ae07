/**
 * What a fragment on a page supposes: the names that its reader has already. The block chooses, ```ts fragment=shop.
 * Where a block is run, they are real; the others only have their types.
 */

export interface Prelude {
  readonly before: string
  /** Ends what `before` began, where the block is run. */
  readonly after?: string
}

/** A shop that has stored its order: types only. */
const shop: Prelude = {
  before: `
import type { AccountHandle as H, Failure as F, Money as M, Prompt as P, Received as R, Tpkit as T } from 'tpkit'
declare const [tpkit, account, received]: [T, H, R]
declare const [total, amount]: [M, M]
declare const [outTradeNo, outRefundNo, transactionId, subject, authCode]: [string, string, string, string, string]
declare const [startedAt, sentAt, refundSentAt]: [number, number, number]
declare function keep(value: unknown): void
declare const rows: unknown[]
`,
}

/** The same for a program that is run: the order number is drawn, what is shown is kept. */
const order: Prelude = {
  before: `
const outTradeNo = 'T' + String(process.hrtime.bigint())
const showQr = (prompt: unknown) => { if (!prompt) throw new Error('expected a prompt') }
const tell = (failure: { readonly message: string }) => { throw new Error(failure.message) }
const askLater = (account: string) => { throw new Error(account) }
`,
  after: 'await tpkit.close()\n',
}

/** A program with a cashier that is run: the order number is drawn, what is shown is kept. */
const till: Prelude = {
  before: `
const orderNo = 'T' + String(process.hrtime.bigint())
const showQr = (prompt: unknown) => { if (!prompt) throw new Error('expected a prompt') }
const tell = (failure: { readonly message: string }) => { throw new Error(failure.message) }
const askLater = (id: string) => { throw new Error(id) }
`,
  after: 'await cashier.shutdown()\n',
}

/** A shop whose cashier stands: types only. */
const cashier: Prelude = {
  before: `
import type { Money as M, Received as R } from 'tpkit'
import type { RunningCashier as C } from 'tpkit/cashier'
declare const [cashier, received]: [C, R]
declare const [amount, account, orderNo, refundNo, day]: [M, string, string, string, string]
declare const [body, headers, secret]: [string, Record<string, string>, string]
declare function keep(value: unknown): void
`,
}

const sandbox: Prelude = {
  before: "\nimport { parseFaults, startSandbox } from '@tpkit/sandbox'\nconst sandbox = await startSandbox()\n",
  after: 'await sandbox.close()\n',
}

const wallet: Prelude = {
  before: "\nconst merchant = { mchId: '1900000109', apiKey: 'k'.repeat(32), opUserPassword: 'p'.repeat(8) }\n",
}

const shopTest: Prelude = {
  before: `
interface Shop { order(no: string): Promise<string>; booked(no: string): number }
declare function openShop(account: object): Promise<Shop>
declare const notifyUrl: string
`,
}

export const PRELUDES: Readonly<Record<string, Prelude>> = { shop, order, till, cashier, sandbox, wallet, shopTest }

/** Packages that a page names and the repository does not have. */
export const FOREIGN = `
declare module 'msw' {
  export const http: { all(pattern: RegExp, answer: (asked: { readonly request: Request }) => Promise<Response>): unknown }
}
`
