/** Everything of the world that a script finds without importing it. */
type Spied = readonly [owner: object, name: string]

const SPIED: readonly Spied[] = [
  [Date, 'now'],
  [Math, 'random'],
  [performance, 'now'],
  [crypto, 'randomUUID'],
  [crypto, 'getRandomValues'],
  [globalThis, 'fetch'],
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [globalThis, 'setImmediate'],
  [globalThis, 'queueMicrotask'],
]

/**
 * Runs an exchange with spies on the global clock, randomness, timers and network, from each answer to the next step.
 * An exchange runs synchronously between its steps, so nothing else meets the spies.
 */
export function* forbiddenTouches<Step, Reply, Answer>(
  exchange: Generator<Step, Reply, Answer>,
  touched: (what: string) => void,
): Generator<Step, Reply, Answer> {
  let next = spying(touched, () => exchange.next())
  while (!next.done) {
    const answer = yield next.value
    next = spying(touched, () => exchange.next(answer))
  }
  return next.value
}

function spying<Result>(touched: (what: string) => void, run: () => Result): Result {
  const restore = [...SPIED.map((spied) => spyOn(spied, touched)), spyOnDate(touched)]
  try {
    return run()
  } finally {
    for (const undo of restore.reverse()) undo()
  }
}

function spyOn([owner, name]: Spied, touched: (what: string) => void): () => void {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  const real: unknown = Reflect.get(owner, name)
  const value = (...args: readonly unknown[]): unknown => {
    touched(name)
    return typeof real === 'function' ? Reflect.apply(real, owner, args) : undefined
  }
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  return () => {
    if (before) Object.defineProperty(owner, name, before)
    else Reflect.deleteProperty(owner, name)
  }
}

/** `new Date()` and `Date()` read the clock; `new Date(ms)` does not. */
function spyOnDate(touched: (what: string) => void): () => void {
  const real = Date
  globalThis.Date = new Proxy(real, {
    construct: (target, args, self) => {
      if (args.length === 0) touched('new Date()')
      return Reflect.construct(target, args, self)
    },
    apply: () => {
      touched('Date()')
      return String(new real())
    },
  })
  return () => {
    globalThis.Date = real
  }
}
