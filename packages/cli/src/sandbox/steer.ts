import { replayCase } from '@tpkit/sandbox'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { readGiven } from '../desk/files.ts'
import { sandboxControl } from './control.ts'
import type { Steering } from './options.ts'

const WORDS = {
  en: {
    triggered: (action: string, order: string) => `order ${order}: ${action}`,
    thenTrigger: 'query the order in your shop, or look at what was sent:',
    replayed: (order: string, times: number) =>
      `order ${order}: its notify is on its way again${times > 1 ? `, ${times} times` : ''}`,
    thenReplay: 'your shop must book it once. What it answered:',
    clock: (now: string) => `the sandbox's clock: ${now}`,
    thenClock:
      '"tpkit clock +31m" moves it forward; orders expire, refunds end and notifies come due. Your shop keeps its own time.',
    same: (path: string) => `${path}: every answer is the one that was recorded`,
    thenSame: 'change something, and replay it again.',
    differs: (path: string, count: number) => `${path}: ${count} ${count === 1 ? 'answer differs' : 'answers differ'}`,
    thenDiffers: 'read the first difference; what follows may only follow from it.',
  },
  zh: {
    triggered: (action: string, order: string) => `订单 ${order}：${action}`,
    thenTrigger: '在店铺里查询该订单，或查看发出的报文：',
    replayed: (order: string, times: number) => `订单 ${order}：通知已重新发出${times > 1 ? `，共 ${times} 次` : ''}`,
    thenReplay: '店铺只能入账一次。它的应答见：',
    clock: (now: string) => `沙箱时钟：${now}`,
    thenClock: '“tpkit clock +31m” 让时间前进：订单过期、退款完成、通知到期。店铺使用自己的时间。',
    same: (path: string) => `${path}：每个应答都与记录一致`,
    thenSame: '改动后再次重放。',
    differs: (path: string, count: number) => `${path}：有 ${count} 处应答不同`,
    thenDiffers: '先看第一处不同，后面的可能只是它的结果。',
  },
} as const

/** The payer acts, or a refund ends as told, on an order of a running sandbox. */
export async function runTrigger(
  desk: Desk,
  { sandbox, mchId }: Steering,
  action: string,
  outTradeNo: string,
  outRefundNo?: string,
): Promise<void> {
  await sandboxControl(sandbox).post('/trigger', {
    outTradeNo,
    action,
    ...(outRefundNo && { outRefundNo }),
    ...(mchId && { mchId }),
  })
  const words = WORDS[desk.lang]
  desk.say(words.triggered(action, outTradeNo))
  desk.answer({ outTradeNo, action, ...(outRefundNo && { outRefundNo }) })
  desk.next(`${words.thenTrigger} ${sandbox}/inspector`)
}

/** The notify of a paid order goes out again. */
export async function runReplay(
  desk: Desk,
  { sandbox, mchId }: Steering,
  outTradeNo: string,
  times: number,
  fault?: string,
): Promise<void> {
  await sandboxControl(sandbox).post('/replay', { outTradeNo, times, ...(fault && { fault }), ...(mchId && { mchId }) })
  const words = WORDS[desk.lang]
  desk.say(words.replayed(outTradeNo, times))
  desk.answer({ outTradeNo, times, ...(fault && { fault }) })
  desk.next(`${words.thenReplay} ${sandbox}/inspector`)
}

/** Plays a `.tpcase` file in a new wallet; answers the exit code: 1 when anything differs. */
export async function runCase(desk: Desk, path: string): Promise<ExitCode> {
  const words = WORDS[desk.lang]
  const differences = replayCase((await readGiven(desk, 'replay', path)).toString()).map(String)
  const same = differences.length === 0
  desk.say(same ? words.same(path) : [words.differs(path, differences.length), ...differences].join('\n'))
  desk.answer({ case: path, differences })
  desk.next(same ? words.thenSame : words.thenDiffers)
  return same ? EXIT.done : EXIT.failed
}

/** Shows the sandbox's clock, or moves it forward first. */
export async function runClock(desk: Desk, { sandbox, mchId }: Steering, advance?: string): Promise<void> {
  const control = sandboxControl(sandbox)
  const path = mchId === undefined ? '/clock' : `/clock?mchId=${encodeURIComponent(mchId)}`
  const answer = await (advance === undefined ? control.get(path) : control.post(path, { advance: lengthOf(advance) }))
  const now = typeof answer === 'object' && answer !== null && 'now' in answer ? String(answer.now) : JSON.stringify(answer)
  desk.say(WORDS[desk.lang].clock(now))
  desk.answer({ now })
  desk.next(WORDS[desk.lang].thenClock)
}

/** A plain number means milliseconds; the sandbox reads everything else. */
function lengthOf(advance: string): string | number {
  const length = advance.replace(/^\+/, '')
  return /^[0-9]{1,15}$/.test(length) ? Number(length) : length
}
