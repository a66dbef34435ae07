import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { equalInConstantTime } from '@tpkit/wire'
import { whatBecame } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import type { Message } from '../world/http.ts'
import type { Sold } from '../world/sold.ts'
import { WALLETS } from '../world/wallets.ts'
import type { Work } from '../world/work-done.ts'

const ROOT = new URL('../../../', import.meta.url)

export const signAny: Cases = {
  A023: async (trial) => {
    const right = 'a'.repeat(32)
    for (const length of [0, 1, 31, 33, 10_000]) {
      await trial.bad(`${length} characters against 32`, async () => isEqual('a'.repeat(length), right))
    }
    await trial.bad('32 others', async () => isEqual(`${'a'.repeat(31)}b`, right))
    await trial.bad('text that is not ASCII', async () => isEqual('茶'.repeat(32), right))
    await trial.bad('a digest that is compared by ===', async () => comparisons().join('; ') || undefined)
    await trial.twin('the same 32 characters', async () => (isEqual(right, right) ? undefined : 'they differ'))
  },
  A024: async (trial) => {
    for (const name of WALLETS) {
      const sold = await trial.shop.sell(name)
      const forms = await forged(trial, sold)
      const [known, ...others] = await Promise.all(forms.map(async ([, message]) => message))
      if (!known) throw new Error('expected a message')
      const expected = await probe(trial, sold, known)
      for (const [index, message] of others.entries())
        await trial.bad(`${name}: ${forms[index + 1]?.[0]}, against a known order`, async () =>
          difference(expected, await probe(trial, sold, message)),
        )
      await trial.twin(`${name}: the same with its signature`, async () =>
        sold.stand.accepts(await trial.shop.notify(sold.account, sold.notify)) ? undefined : 'it was refused',
      )
    }
  },
  A086: async (trial) => {
    const expected = 'A_b=1&Z=2&aB=3&a_c=4&a1=5'.split('&').sort().join('&')
    for (const locale of ['tr_TR.UTF-8', 'sv_SE.UTF-8', 'zh_CN.UTF-8', 'C', 'lt_LT.UTF-8']) {
      await trial.good(`LANG=${locale}`, async () => {
        const text = await signedTextIn(locale)
        return text === `${expected}&zh=茶` ? undefined : `expected ${expected}&zh=茶, found ${text}`
      })
    }
  },
}

function isEqual(a: string, b: string): string | undefined {
  return equalInConstantTime(a, b) ? 'they are the same' : undefined
}

const DIGEST =
  /\b(?:sign|signature|digest|mac|hmac|hash|secretHash|checksum)\b(?:\.\w+\(\))?\s*(?:===|!==)|(?:===|!==)\s*(?:\w+\.)*(?:sign|signature|digest|mac|hmac|hash|secretHash)\b/
const ABSENT = /(?:===|!==)\s*(?:undefined|null|'[^']{0,10}')/
/** Digests that prove nothing: of a statement's lines, to see that they were read before. */
const NO_PROOF = ['packages/cashier/src/reconcile/reconcile.ts']

/** Lines of the product that compare what proves a message, other than by the one function that takes as long for each. */
function comparisons(): readonly string[] {
  const files = globSync('packages/{wire,provider-*,backoffice,gateway,cashier,tpkit}/src/**/*.ts', { cwd: ROOT })
  return files
    .filter((path) => !NO_PROOF.includes(path))
    .filter((path) => !/\.(?:test|fixture|bench|test-d)\.ts$/.test(path))
    .flatMap((path) =>
      readFileSync(new URL(path, ROOT), 'utf8')
        .split('\n')
        .map((line) => ({ path, line })),
    )
    .filter(({ line }) => DIGEST.test(line) && !ABSENT.test(line) && !/^\s*(?:\*|\/\/|\/\*)/.test(line))
    .map(({ path, line }) => `${path}: ${line.trim()}`)
}

interface Probe {
  readonly status: number
  readonly headers: string
  readonly body: string
  readonly work: Work
}

/** Whose signature fits nothing: of an order that there is, of one that there is not, of a merchant whom nobody knows. */
async function forged(trial: Trial, sold: Sold): Promise<readonly (readonly [string, Message])[]> {
  const { stand, notify } = sold
  const broken = ({ headers, body }: Message): Message => ({
    headers: headers.map(([name, value]) => [name, name === 'Wechatpay-Signature' ? spoilt(value) : value] as const),
    body:
      stand.name === 'wx'
        ? body
        : Buffer.from(
            Buffer.from(body)
              .toString()
              .replace(SIGN[stand.name], (_all, before) => `${before}0000`),
          ),
  })
  const { outTradeNo } = await trial.shop.standing(sold).attempt()
  const other = outTradeNo.replace(/^T/, 'X')
  const merchant = stand.name === 'qq' ? 'mch_id' : stand.name === 'wx' ? 'mchid' : 'seller_id'
  return [
    ['an order that there is', broken(stand.resigned(notify, { out_trade_no: outTradeNo }))],
    ['an order that there is not', broken(stand.resigned(notify, { out_trade_no: other }))],
    ['a merchant whom nobody knows', broken(stand.resigned(notify, { [merchant]: stand.mchId('a').replace(/9$/, '8') }))],
  ]
}

const SIGN = { qq: /(<sign><!\[CDATA\[)..../, ali: /(sign=%..%..).{12}/, wx: /()/ }
const spoilt = (value: string): string => `${value.slice(0, 20)}AAAA${value.slice(24)}`

const SAMPLES = 8

/** The least of several: what goes on in the background meanwhile is counted, too. The first one may learn or load something. */
async function probe(trial: Trial, { account }: Sold, message: Message): Promise<Probe> {
  const samples: Probe[] = []
  for (let sample = 0; sample < SAMPLES; sample += 1) samples.push(await once(trial, account, message))
  const least = (of: (work: Work) => number): number => Math.min(...samples.slice(1).map(({ work }) => of(work)))
  const work = { statements: least((one) => one.statements), crypto: least((one) => one.crypto), bodyBytes: 0 }
  const [{ status, headers, body } = NOTHING] = samples
  return { status, headers, body, work }
}

const NOTHING = { status: 0, headers: '', body: '' }

async function once(trial: Trial, account: string, message: Message): Promise<Probe> {
  const { shop, world } = trial
  const before = (await world.gateway().ask('state', { tidy: false })).work
  const since = world.gateway().log().length
  const { status, headers, body } = await shop.notify(account, message)
  const after = (await world.gateway().ask('state', { tidy: false })).work
  if (whatBecame(trial, account, since) !== 'refused') throw new Error('expected that it is refused')
  const { date: _date, ...rest } = headers
  const work = { statements: after.statements - before.statements, crypto: after.crypto - before.crypto, bodyBytes: 0 }
  return { status, headers: JSON.stringify(rest), body, work }
}

/** Time is not measured: what was done for each is counted. */
function difference(expected: Probe, found: Probe): string | undefined {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)]
  return a === b ? undefined : `expected ${a}, found ${b}`
}

async function signedTextIn(locale: string): Promise<string> {
  const program = `import { canonicalText } from '@tpkit/wire'
process.stdout.write(canonicalText({ a_c: '4', zh: '茶', Z: '2', a1: '5', A_b: '1', aB: '3' }))`
  const args = ['--conditions=@tpkit/source', '--input-type=module', '--eval', program]
  const env = { ...process.env, LANG: locale, LC_ALL: locale, LANGUAGE: locale }
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: ROOT })
  return stdout
}
