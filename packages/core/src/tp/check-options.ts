import { tpError } from '../errors.ts'

const KNOWN: readonly string[] = ['signal', 'afterUnknown']

/** Before anything else of a call: an option that is not understood would be left aside in silence. Throws `INVALID`. */
export function checkOptions(options: unknown): void {
  if (options === undefined) return
  if (typeof options !== 'object' || options === null) {
    throw tpError('INVALID', `options: expected an object such as { signal }, found ${kindOf(options)}; leave it out`)
  }
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined) {
    const shown = /^\w{1,40}$/.test(unknown) ? `"${unknown}"` : 'another name'
    throw tpError('INVALID', `options: expected signal or afterUnknown, found ${shown}; remove it`)
  }
  checkSignal(Reflect.get(options, 'signal'))
  const afterUnknown: unknown = Reflect.get(options, 'afterUnknown')
  if (afterUnknown === undefined || afterUnknown === true) return
  throw tpError('INVALID', `afterUnknown: expected true, or nothing, found ${kindOf(afterUnknown)}; leave it out`)
}

function checkSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return
  const cure = signal instanceof AbortController ? 'pass its signal' : "pass an AbortController's signal"
  throw tpError('INVALID', `signal: expected an AbortSignal, found ${kindOf(signal)}; ${cure}`)
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (value instanceof AbortController) return 'an AbortController'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
