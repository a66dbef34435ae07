import type { FaultEffect } from '@tpkit/core'
import type { FaultValue, SandboxFault, Stage } from './fault.ts'

type Row = (name: string, en: string, zh: string, value?: FaultValue) => SandboxFault

/** Rows of faults that sit at one place and leave the same of the truth. */
export function rows(at: SandboxFault['at'], stage: Stage, effect: FaultEffect): Row {
  return (name, en, zh, value) => ({ name, at, stage, effect, title: { en, zh }, ...(value && { value }) })
}

/** Of answers: unproven, true after all, unproven because of what is on the wire. */
export const doubtful = rows('call', 'message', 'unproven')
export const truthful = rows('call', 'message', 'harmless')
export const torn = rows('call', 'after', 'unproven')

/** Of notifies: not genuine, somebody else's, true after all. */
export const forged = rows('notify', 'message', 'forged')
export const foreignNotify = rows('notify', 'message', 'foreign')
export const truthfulNotify = rows('notify', 'message', 'harmless')
