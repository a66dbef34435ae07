import { confirmed } from '../desk/confirm.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { alignRows } from '../desk/table.ts'
import { visible } from '../desk/visible.ts'
import { OFFICE } from './words.ts'

/** A line of the same program, over the same configuration. */
export function officeStep(desk: Desk, what: string, ...args: readonly string[]): NextStep {
  return { what, line: commandLine(desk.terminal, ...args, ...configArgs(desk.config ?? 'tpkit.config.yaml')) }
}

/** What a command has to say: lines for people, a value for programs, and what to do now in both. */
export function told(desk: Desk, lines: readonly string[], answer: object, steps: readonly NextStep[]): ExitCode {
  desk.answer({ ...answer, next: steps.map(({ line }) => line) })
  for (const line of lines) desk.say(line)
  tellSteps(desk, steps, steps.length === 0 ? OFFICE[desk.lang].nothing : '')
  return EXIT.done
}

/** A table whose cells may hold somebody's words; the sentence where there is no row. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[], none: string): readonly string[] {
  return rows.length === 0 ? [none] : alignRows([head, ...rows.map((row) => row.map(visible))])
}

/** For what cannot be undone. Answers the exit code where the person thought better of it. */
export async function demandYes(desk: Desk, yes: boolean | undefined, question: string): Promise<ExitCode | undefined> {
  const said = await confirmed(desk, yes, question, 'for good')
  if (said === 'yes') return undefined
  desk.say(OFFICE[desk.lang].leftAlone)
  return said === 'gone' ? EXIT.interrupted : EXIT.failed
}
