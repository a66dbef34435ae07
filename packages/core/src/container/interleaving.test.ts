import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PayCommand } from '../contract/command.ts'
import { openProgram, order } from './shop.fixture.ts'

/** What can happen in a program, in any order. */
const step = fc.oneof(
  fc.constant('pay' as const),
  fc.constant('pay at b' as const),
  fc.constant('read a statement' as const),
  fc.constant('leave a statement' as const),
  fc.constant('reload' as const),
  fc.constant('reload something wrong' as const),
  fc.constant('wait' as const),
  fc.record({ answer: fc.nat() }),
)
type Step = (typeof step extends fc.Arbitrary<infer T> ? T : never) & (string | object)

/** A method's name says which content of the file it is, and so does the key that every payment answers with. */
const file = (version: number, b = '"2"') => `
accounts:
  a: { plugin: "@shop/wallet", mchId: "1", key: v${version} }
  b: { plugin: "@shop/wallet", mchId: ${b}, key: v${version} }
methods: { wallet: { use: { a: 1, b: 1 } }, v${version}: a }
`

class Run {
  readonly program
  readonly #waiting: (() => void)[]
  readonly #work: Promise<unknown>[] = []
  #version = 0
  /** What the file says last; undefined where that is wrong, so that an earlier content stays. */
  last: string | undefined = 'v0'
  #number = 0

  constructor(program: Awaited<ReturnType<typeof openProgram>>, waiting: (() => void)[]) {
    this.program = program
    this.#waiting = waiting
  }

  async take(what: Step): Promise<void> {
    if (typeof what === 'object') return this.#answer(what.answer)
    if (what === 'pay') this.#pay(this.program.tpkit.method('wallet'))
    if (what === 'pay at b') this.#pay(this.program.tpkit.account('b'))
    if (what === 'read a statement') this.#work.push(this.#read(3))
    if (what === 'leave a statement') this.#work.push(this.#read(1))
    if (what === 'reload') this.#reload(true)
    if (what === 'reload something wrong') this.#reload(false)
    if (what === 'wait') await new Promise(setImmediate)
  }

  /** Answers whatever is still asked until nothing is. */
  async end(): Promise<void> {
    let ended = false
    const all = Promise.all(this.#work).finally(() => {
      ended = true
    })
    while (!ended) {
      while (this.#waiting.length > 0) this.#answer(0)
      await new Promise(setImmediate)
    }
    await all
  }

  get stands(): string | undefined {
    return this.program.tpkit.methods.find((name) => name !== 'wallet')
  }

  #answer(which: number): void {
    this.#waiting.splice(which % (this.#waiting.length || 1), 1)[0]?.()
  }

  #pay(payer: { readonly pay: (command: PayCommand) => Promise<unknown> }): void {
    const began = this.stands
    this.#number += 1
    const paying = payer.pay({ ...order, outTradeNo: `ORDER_${this.#number}` })
    this.#work.push(
      paying.then((reply) => expect(reply).toMatchObject({ value: { prompt: { text: expect.stringMatching(` ${began}$`) } } })),
    )
  }

  async #read(rows: number): Promise<void> {
    let read = 0
    for await (const _row of this.program.tpkit.account('a').statement({ day: '2026-01-31', kind: 'trade' })) {
      read += 1
      if (read === rows) break
    }
    expect(read).toBe(rows)
  }

  /** Written at once, read in its turn: a later content may be what a reload finds. */
  #reload(right: boolean): void {
    this.#version += 1
    this.last = right ? `v${this.#version}` : undefined
    this.program.write(right ? file(this.#version) : file(this.#version, 'wrong'))
    this.#work.push(this.program.tpkit.reload().catch((error: unknown) => expect(error).toMatchObject({ code: 'CONFIG' })))
  }
}

it('in every interleaving of calls and reloads, calls end where they began, nothing is used after its end, nothing is left open', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const waiting: (() => void)[] = []
      const gate = () => new Promise<void>((resolve) => void waiting.push(resolve))
      const run = new Run(await openProgram(file(0), { gate }), waiting)
      for (const one of steps) await run.take(one)
      await run.end()
      const { connections, tpkit } = run.program
      if (run.last) expect(run.stands).toBe(run.last)
      expect(connections.map(({ late }) => late)).toEqual(connections.map(() => 0))
      expect(connections.filter(({ closed }) => !closed)).toHaveLength(2)
      await tpkit.close()
      expect(connections.filter(({ closed }) => !closed)).toEqual([])
    }),
    { numRuns: 150 },
  )
})
