import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { asStarted } from '../desk/line.ts'
import { type Examination, examine } from './examine.ts'
import type { Finding, Level } from './finding.ts'
import { tellFindings } from './lines.ts'
import { nextStep } from './next-step.ts'
import { writeReport } from './report.ts'
import { WORDS } from './spoken.ts'
import type { Words } from './words.ts'

/** As `init` writes it into `.gitignore`. */
const REPORTS = 'tpkit-report.*'

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
  const { cwd, nowMs } = desk.terminal
  const examined = asTyped(desk, await examine({ path, shown, cwd, live, nowMs: nowMs() }, words))
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
  if (reportAt !== undefined) desk.say(`\n${words.report(reportAt)}${await ignoring(desk, reportAt, words)}`)
  desk.next(nextStep(examined, live, words))
  if (description === undefined) return EXIT.usage
  return has(examined, 'error') ? EXIT.failed : EXIT.done
}

/** What to do, as a line that can be typed as it is: programs and reports read it, too. */
function asTyped({ terminal, config }: Desk, examined: Examination): Examination {
  const typed = ({ todo, ...finding }: Finding): Finding =>
    todo === undefined ? finding : { ...finding, todo: asStarted(terminal, todo, config) }
  return { ...examined, findings: examined.findings.map(typed) }
}

/** A report tells of somebody's setup: it should not get into a repository by itself. */
async function ignoring(desk: Desk, report: string, words: Words): Promise<string> {
  const ignored = await readFile(desk.path('.gitignore'), 'utf8').catch(() => '')
  const lines = ignored.split(/\r?\n/).map((line) => line.trim())
  return lines.some((line) => line === REPORTS || line === report) ? '' : `\n${words.ignore(report)}`
}

function has({ findings }: Examination, wanted: Level): boolean {
  return findings.some(({ level }) => level === wanted)
}
