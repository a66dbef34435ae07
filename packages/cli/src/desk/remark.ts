import type { NextStep } from './steps.ts'

/** What a command knows of an error beside the error itself: it says so where it is told. */
export interface Remark {
  /** In the place of the usual first line. */
  readonly lead?: string
  /** What to do now, in the place of the usual. */
  readonly next?: string
  /** Lines to type now. */
  readonly steps?: readonly NextStep[]
  /** Found before anything was sent, whatever its code: the command line is at fault. */
  readonly unsent?: true
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
