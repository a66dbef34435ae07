import type { AuditFinding } from 'tpkit/cashier'
import type { Common } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { visibleLines } from '../desk/visible.ts'
import { spoken } from '../desk/zh/spoken.ts'
import type { Lang } from '../lang.ts'
import { withCashier } from './open.ts'

export interface UpkeepFlags extends Common {
  readonly config: string
}

interface Words {
  readonly holds: string
  readonly broken: (count: number) => string
  readonly restore: string
  readonly nothing: string
  readonly gone: (evidence: number, orders: number, events: number) => string
}

const WORDS: Readonly<Record<Lang, Words>> = {
  en: {
    holds: 'Every chain of the journal and every seal holds.',
    broken: (count) => `Found wrong: ${count}`,
    restore:
      'somebody changed the ledger behind the cashier. Keep this file as it is, find out who could write it, and compare with a backup.',
    nothing: 'nothing is left to do.',
    gone: (evidence, orders, events) =>
      `Deleted: ${evidence} pieces of evidence, ${orders} orders, ${events} events. The chains stay verifiable.`,
  },
  zh: {
    holds: '流水的每条链和每个封印都完好。',
    broken: (count) => `发现问题：${count}`,
    restore: '有人绕过收银台改动了账本。请原样保留该文件，查明谁能写入，并与备份核对。',
    nothing: '无需其他操作。',
    gone: (evidence, orders, events) => `已删除：证据 ${evidence} 份，订单 ${orders} 笔，事件 ${events} 条。各链仍可验证。`,
  },
}

/** Checks that nobody changed, removed or slipped in what happened. */
export function runAuditVerify(desk: Desk, { config }: UpkeepFlags): Promise<ExitCode> {
  return withCashier(desk, config, async ({ books }) => {
    const words = WORDS[desk.lang]
    const findings: AuditFinding[] = []
    for await (const finding of books.verify()) findings.push(finding)
    desk.answer({ holds: findings.length === 0, findings })
    if (findings.length === 0) {
      desk.say(`${desk.paint('green', '✓')} ${words.holds}`)
      desk.next(words.nothing)
      return EXIT.done
    }
    desk.say(words.broken(findings.length))
    for (const { message } of findings) desk.say(`${desk.paint('red', '✗')} ${visibleLines(spoken(desk.lang, message))}`)
    desk.next(words.restore)
    return EXIT.failed
  })
}

/** Deletes what is past its keeping. */
export function runPurge(desk: Desk, { config }: UpkeepFlags): Promise<ExitCode> {
  return withCashier(desk, config, async ({ purge }) => {
    const words = WORDS[desk.lang]
    const gone = await purge()
    desk.answer(gone)
    desk.say(words.gone(gone.evidence, gone.orders, gone.events))
    desk.next(words.nothing)
    return EXIT.done
  })
}
