import type { ExitCode } from './exit.ts'
import type { NextStep } from './steps.ts'

/** What a command knows of an error beside the error itself: it says so where it is told. */
export interface Remark {
  /** In the place of the usual first line. */
  readonly lead?: string
  /** What to do now, in the place of the usual. */
  readonly next?: string
  /** Lines to type now. */
  readonly steps?: readonly NextStep[]
  /** Whether it was found before anything was sent, so that the command line is at fault; where it is not said, the code tells. */
  readonly unsent?: boolean
  /** What programs are told beside the error. */
  readonly answer?: object
  /** What the command ends with, in the place of what the code tells. */
  readonly exit?: ExitCode
}

const remarks = new WeakMap<object, Remark>()

/** The error, with that remark beside it. */
export function remarked<Thrown>(error: Thrown, remark: Remark): Thrown {
  if (typeof error === 'object' && error !== null) remarks.set(error, { ...remarks.get(error), ...remark })
  return error
}

export function remarkOf(error: unknown): Remark {
  return (typeof error === 'object' && error !== null && remarks.get(error)) || {}
}
