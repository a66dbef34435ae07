import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Sandbox, type SandboxOptions, startSandbox } from '@tpkit/sandbox'
import closeWithGrace from 'close-with-grace'
import { type AccountHandle, cny, formatMoney, loadTpkit, type Money, type Outcome, type Tpkit } from 'tpkit'
import { stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { messageOf } from '../desk/message.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { type SandboxControl, sandboxControl } from '../sandbox/control.ts'
import { compareBooks, table, type WalletOrder } from './books.ts'
import type { DemoScene } from './scenes.ts'
import { Foreign, Shop } from './shop.ts'
import { type Till, tillFor } from './tills.ts'
import { Timeline } from './timeline.ts'
import { WORDS, type Words } from './words.ts'

export interface DemoOptions {
  /** How the payer pays. Default: native. */
  readonly scene?: DemoScene
  /** What the wallet does wrong. */
  readonly faults?: NonNullable<SandboxOptions['faults']>
}

const WAIT_MS = 10_000
const TOTAL = cny.yuan('19.90')
const REFUND = cny.yuan('5.00')
/** Of the order that nobody pays; at the counter one at which the sandbox asks for the password. */
const SECOND: Readonly<Record<DemoScene, Money>> = {
  native: cny.yuan('8.00'),
  jsapi: cny.yuan('8.00'),
  micropay: cny.yuan('953.02'),
}

/** Runs the whole demo; answers the exit code. Uses nothing but what everybody can import. */
export async function runDemo(desk: Desk, { scene = 'native', faults = [] }: DemoOptions = {}): Promise<ExitCode> {
  const words = WORDS[desk.lang]
  const timeline = new Timeline(desk)
  const ends: (() => Promise<unknown>)[] = []
  const cleanUp = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  // Keys stand in the folder: it must go however the demo ends. The command ends on its own, so only signals concern this.
  const graceful = closeWithGrace({ delay: 3000, logger: false }, async ({ signal }) => {
    await cleanUp()
    if (signal) process.exit(EXIT.interrupted)
  })
  timeline.title(words.title)
  try {
    const folder = await mkdtemp(join(tmpdir(), 'tpkit-demo-'))
    ends.push(() => rm(folder, { recursive: true, force: true }))
    const sandbox = await startSandbox({ dir: folder, faults })
    ends.push(() => sandbox.close())
    const shop = await Shop.open()
    ends.push(() => shop.close())
    const control = sandboxControl(sandbox.url)
    const till = tillFor(scene, { words, timeline, control })
    return await played({ desk, words, timeline, folder, sandbox, control, shop, scene, till })
  } catch (error) {
    timeline.trouble(words.failed(spoken(desk.lang, messageOf(error))))
    if (error instanceof Foreign) timeline.note(words.caught)
    desk.answer({ event: 'end', ok: false })
    return EXIT.failed
  } finally {
    await cleanUp()
    graceful.uninstall()
  }
}

interface Stage {
  readonly desk: Desk
  readonly words: Words
  readonly timeline: Timeline
  readonly folder: string
  readonly sandbox: Sandbox
  readonly control: SandboxControl
  readonly shop: Shop
  readonly scene: DemoScene
  readonly till: Till
}

async function played(stage: Stage): Promise<ExitCode> {
  const { words, timeline, sandbox, shop } = stage
  timeline.step(words.start(sandbox.account.mchId))
  const tpkit = await loadTpkit(await writeConfig(stage))
  try {
    const account = tpkit.account('qq-demo')
    shop.listenFor(account)
    const stamp = Date.now().toString(36).toUpperCase()
    await payAndRefund(stage, tpkit, account, `DEMO_${stamp}_1`)
    await openAndEnd(stage, tpkit, account, `DEMO_${stamp}_2`)
    return await agree(stage)
  } finally {
    await tpkit.close()
  }
}

/** The file that a merchant would write, in a folder of its own. */
async function writeConfig({ folder, sandbox, shop }: Stage): Promise<string> {
  // Elsewhere this is the package's name; a temporary folder has no packages to find it among.
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const account = { ...sandbox.account, plugin, notifyUrl: shop.notifyUrl }
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(
    path,
    stringify({ accounts: { 'qq-demo': account }, methods: { wallet: 'qq-demo' } }, { defaultStringType: 'QUOTE_DOUBLE' }),
  )
  return path
}

async function payAndRefund(stage: Stage, tpkit: Tpkit, account: AccountHandle, orderNo: string): Promise<void> {
  const { words, timeline, shop, scene } = stage
  // Before the order: where no password is asked for, the notify is as fast as the answer.
  const notified = shop.nextNotify()
  const prompt = await order(stage, tpkit, account, orderNo, TOTAL)
  if (prompt) {
    timeline.step(words.payer[scene])
    await stage.control.post('/act', { prompt, action: 'pay' })
  }
  const heard = words.notified(new URL(shop.notifyUrl).pathname)
  await withinReason(notified, words, heard)
  timeline.step(heard)
  timeline.step(words.bound(show(TOTAL)))
  const fact = await account.query({ outTradeNo: orderNo, total: TOTAL })
  if (fact.kind === 'absent' || fact.status !== 'paid') throw new Error(words.differ(`${orderNo}: ${JSON.stringify(fact.kind)}`))
  shop.book(account, fact)
  timeline.step(words.queried(fact.transactionId))
  await refund(stage, account, { outTradeNo: orderNo, total: TOTAL, transactionId: fact.transactionId })
}

/** Answers what the payer acts on; nothing where the payer is done. A person uses the phone page. */
async function order(
  { words, timeline, shop, till }: Stage,
  tpkit: Tpkit,
  account: AccountHandle,
  orderNo: string,
  total: Money,
): Promise<string | undefined> {
  const asked = await till.asked()
  shop.expect({ outTradeNo: orderNo, total, status: 'pending' })
  const reply = done(await tpkit.method('wallet').pay({ ...asked, outTradeNo: orderNo, subject: words.subject, total }))
  if (reply.fact) shop.book(account, reply.fact)
  timeline.step(words.order(orderNo, show(total)))
  return till.shown(reply)
}

async function refund(
  { words, timeline, shop }: Stage,
  account: AccountHandle,
  ref: { outTradeNo: string; total: Money; transactionId: string },
): Promise<void> {
  const outRefundNo = `${ref.outTradeNo}_R1`
  shop.expectRefund({ outTradeNo: ref.outTradeNo, outRefundNo, amount: REFUND, status: 'processing' })
  shop.book(account, done(await account.refund({ ...ref, outRefundNo, amount: REFUND })))
  timeline.step(words.refunding(outRefundNo, show(REFUND)))
  for (const untilMs = Date.now() + WAIT_MS; shop.books.refunds.get(outRefundNo)?.status !== 'refunded'; await pause(250)) {
    if (Date.now() > untilMs) throw new Error(words.waited(words.refunded(show(REFUND)), WAIT_MS / 1000))
    const fact = await account.queryRefund({ ...ref, outRefundNo })
    if (fact.kind === 'refund') shop.book(account, fact)
  }
  timeline.step(words.refunded(show(REFUND)))
}

async function openAndEnd(stage: Stage, tpkit: Tpkit, account: AccountHandle, orderNo: string): Promise<void> {
  const { words, timeline, shop, scene, control } = stage
  const ref = { outTradeNo: orderNo, total: SECOND[scene] }
  timeline.step(words.second(orderNo, show(ref.total)))
  await order(stage, tpkit, account, orderNo, ref.total)
  if (scene !== 'micropay') {
    shop.book(account, done(await account.close(ref)))
    return timeline.step(words.closed)
  }
  await control.post('/clock', { advance: account.manifest.timing.micropay?.earliestReverseMs ?? 0 })
  shop.book(account, done(await account.reverse(ref)))
  return timeline.step(words.reversed)
}

async function agree({ desk, words, timeline, control, shop }: Stage): Promise<ExitCode> {
  const wallet = (await control.get('/books')) as readonly WalletOrder[] // the control API's documented form
  const lines = compareBooks(wallet, shop.books)
  timeline.step(words.books)
  timeline.picture(table(lines, words))
  const different = lines.filter((line) => !line.equal).map((line) => line.orderNo)
  if (different.length > 0) throw new Error(words.differ(different.join(', ')))
  timeline.step(words.agree)
  timeline.note(words.done(timeline.seconds))
  desk.answer({ event: 'end', ok: true })
  desk.next(words.next)
  return EXIT.done
}

function done<Value>(outcome: Outcome<Value>): Value {
  if (outcome.kind === 'done') return outcome.value
  throw new Error(`${outcome.kind}: ${outcome.failure.code}: ${outcome.failure.message}`)
}

async function withinReason<Value>(wanted: Promise<Value>, words: Words, what: string): Promise<Value> {
  const stop = new AbortController()
  const late = pause(WAIT_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error(words.waited(what, WAIT_MS / 1000))
  })
  try {
    return await Promise.race([wanted, late])
  } finally {
    stop.abort()
    late.catch(() => undefined)
  }
}

function show(value: Money): string {
  return `¥${formatMoney(value)}`
}
