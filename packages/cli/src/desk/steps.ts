import type { Desk } from './desk.ts'

/** One thing that a person may do now: what for, and the line to type. */
export interface NextStep {
  readonly what: string
  readonly line: string
}

/** The last thing that a command says: one step a line, ready to be copied. */
export function tellSteps(desk: Desk, steps: readonly NextStep[], more = ''): void {
  const lines = steps.map(({ what, line }) => `\n  ${line}  ${desk.paint('gray', `# ${what}`)}`)
  if (lines.length > 0 || more !== '') desk.next(`${more}${lines.join('')}`)
}
