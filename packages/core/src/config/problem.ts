import { fail, TPError } from '../errors.ts'
import { codeFrames, type Frame } from './frame.ts'
import { shownSpans } from './shown.ts'

/** One thing that is wrong in a configuration. */
export interface Problem {
  /** `accounts.qq-main.apiKey`; empty for the file as a whole. */
  readonly path: string
  /** What was expected, what came, what to do; never a value that may be secret. */
  readonly reason: string
  /** Where in the file, counted from 1; absent where it is known only after the file was read. */
  readonly line?: number
  readonly column?: number
}

/** So many are told with their lines; a log takes no more, and nobody mends more in one go. */
const MOST_TOLD = 100
const LONGEST_PATH = 200

/** All problems of a configuration at once. Its message lists them, each with the lines around it where `text` is given; no line shows a secret. */
export class ConfigError extends TPError {
  readonly problems: readonly Problem[]

  constructor(name: string, problems: readonly Problem[], text?: string) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
    const sorted = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
    const told = sorted.slice(0, MOST_TOLD)
    const frame =
      text === undefined
        ? undefined
        : codeFrames(
            text,
            shownSpans(
              text,
              sorted.map(({ path }) => path),
            ),
          )
    const parts = told.map((problem) => `  ${sentence(name, problem)}${framed(problem, frame)}`)
    const more = sorted.length > told.length ? [`  and ${sorted.length - told.length} more; mend these first`] : []
    super(fail('CONFIG', [`${name}: ${count}`, ...parts, ...more].join('\n')))
    this.name = 'ConfigError'
    this.problems = sorted
  }
}

function sentence(name: string, { path, reason, line, column }: Problem): string {
  const shown = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path
  return `${line === undefined ? '' : `${name}:${line}:${column} `}${path === '' ? '' : `${shown}: `}${reason}`
}

function framed({ line, column = 1 }: Problem, frame: Frame | undefined): string {
  if (!frame || line === undefined) return ''
  return `\n${frame(line, column).replaceAll(/^/gm, '    ')}`
}

/** An error of somebody else's code, in a line: its name and the beginning of what it says. A syntax error quotes what it could not read. */
export function shortly(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if (error.name === 'SyntaxError') return 'SyntaxError'
  const [first = ''] = error.message.split('\n')
  return `${error.name}: ${first.slice(0, 200)}`
}
