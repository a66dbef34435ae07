import { relative } from 'node:path'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { asStarted } from '../desk/line.ts'
import { type Examination, examine } from './examine.ts'
import type { Level } from './finding.ts'
import { tellFindings } from './lines.ts'
import { writeReport } from './report.ts'
import { WORDS } from './spoken.ts'
import type { Words } from './words.ts'

export interface DoctorOptions {
  readonly config: string
  readonly live?: boolean
  /** `true` for the usual file. */
  readonly report?: string | true
}

/** Looks for everything that would go wrong, and says what to do about it. */
export async function runDoctor(desk: Desk, { config, live = false, report }: DoctorOptions): Promise<ExitCode> {
  // Programs read the reasons as core says them.
  const words = desk.json ? { ...WORDS[desk.lang], reason: WORDS.en.reason } : WORDS[desk.lang]
  const path = desk.path(config)
  const shown = relative(desk.terminal.cwd, path)
  const examined = await examine({ path, shown, live, nowMs: desk.terminal.nowMs() }, words)
  const reported = report === undefined ? undefined : desk.path(report === true ? 'tpkit-report.json' : report)
  if (reported !== undefined) await writeReport(reported, path, examined, desk)
  const { findings, description } = examined
  const reportAt = reported === undefined ? undefined : relative(desk.terminal.cwd, reported)
  desk.answer({
    ok: !has(examined, 'error'),
    readable: description !== undefined,
    findings,
    ...(reportAt !== undefined && { report: reportAt }),
  })
  tellFindings(desk, examined)
  if (reportAt !== undefined) desk.say(`\n${words.report(reportAt)}`)
  desk.next(asStarted(desk.terminal, nextStep(examined, live, words)))
  if (description === undefined) return EXIT.usage
  return has(examined, 'error') ? EXIT.failed : EXIT.done
}

function has({ findings }: Examination, wanted: Level): boolean {
  return findings.some(({ level }) => level === wanted)
}

function nextStep(examined: Examination, live: boolean, { next, sandboxFirst, reach }: Words): string {
  const { findings, description } = examined
  const todos = findings.flatMap(({ level, todo = '' }) => (level === 'error' ? [todo] : []))
  if (todos.includes(next.init)) return next.init
  const onlySandbox = todos.length > 0 && todos.every((todo) => todo === sandboxFirst)
  if (onlySandbox || todos.includes(reach.startSandbox)) return next.sandbox
  if (description === undefined) return next.config
  if (has(examined, 'error')) return next.mend
  const isReal = description.accounts.some(({ endpoints }) => endpoints === undefined)
  return isReal && !live ? next.live : next.pay
}
