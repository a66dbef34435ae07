import { shown } from './demand.ts'

/** What an author wrote for the tests does not fit, the script or the dialect: no law can be tried with it. */
export class BenchBroken extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'BenchBroken'
  }
}

/** What is wrong with a value; undefined where it fits. */
export type Fault = (value: unknown) => string | undefined

/** Lets a function of the author work. What it throws, and what it returns in another shape, is its own mistake. */
export function held<Value>(whose: string, work: () => Value, fault: Fault, hint = ''): Value {
  const value = unthrown(whose, work, hint)
  const found = fault(value)
  if (found !== undefined) throw new BenchBroken(`${whose} returned ${found}`)
  return value
}

function unthrown<Value>(whose: string, work: () => Value, hint: string): Value {
  try {
    return work()
  } catch (error) {
    throw new BenchBroken(`${whose} threw ${shown(error)}${hint}`, { cause: error })
  }
}
