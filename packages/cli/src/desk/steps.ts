import type { Desk } from './desk.ts'

/** One thing that a person may do now: what for, and the line to type. */
export interface NextStep {
  readonly what: string
  readonly line: string
}

/** The last thing that a command says: one step a line, ready to be copied. */
export function tellSteps(desk: Desk, steps: readonly NextStep[], more = ''): void {
  const text = stepsText(desk, steps, more)
  if (text !== '') desk.next(text)
}

/** As `tellSteps` says it. */
export function stepsText({ paint }: Pick<Desk, 'paint'>, steps: readonly NextStep[], more = ''): string {
  return `${more}${steps.map(({ what, line }) => `\n  ${line}  ${paint('gray', `# ${what}`)}`).join('')}`
}
