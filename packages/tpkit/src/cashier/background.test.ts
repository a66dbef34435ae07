import type { CashierLogEvent } from '@tpkit/cashier'
import { expect, it } from 'vitest'
import { type BackgroundParts, background } from './background.ts'

const nothing = { orders: 0, moved: 0 }

function parts(
  more: Partial<BackgroundParts['till']> = {},
  log?: CashierLogEvent[],
): BackgroundParts & { readonly ran: string[] } {
  const ran: string[] = []
  const noting =
    <Result>(name: string, result: Result) =>
    async () => {
      ran.push(name)
      return result
    }
  return {
    ran,
    till: { followUp: noting('follow-up', nothing), deliver: noting('deliver', 0), ...more },
    seal: noting('seal', 0),
    purge: noting('purge', 0),
    log: log && { write: (event) => void log.push(event) },
  }
}

it('everything begins at once, and ends with the signal', async () => {
  const given = parts()
  const stopping = new AbortController()
  const work = background(given)
  work.run(stopping.signal)
  await expect.poll(() => given.ran.toSorted()).toEqual(['deliver', 'follow-up', 'purge', 'seal'])
  stopping.abort()
  await work.stop()
})

it('what is under way is not begun a second time, and is waited for', async () => {
  let [begun, release] = [0, (): void => undefined]
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const followUp = async () => {
    begun += 1
    await held
    return nothing
  }
  const stop = background(parts({ followUp })).run()
  await expect.poll(() => begun).toBe(1)
  let stopped = false
  const ended = stop().then(() => {
    stopped = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(stopped).toBe(false)
  release()
  await ended
  expect(begun).toBe(1)
})

it('a full page is followed by the next one at once', async () => {
  const pages = [100, 100, 3]
  let asked = 0
  const followUp = async () => {
    asked += 1
    return { orders: pages.shift() ?? 0, moved: 0 }
  }
  const stop = background(parts({ followUp })).run()
  await expect.poll(() => asked).toBe(3)
  await stop()
})

it('a failure is told once, and holds nothing else up', async () => {
  const log: CashierLogEvent[] = []
  const given = parts({ followUp: () => Promise.reject(new Error('no')) }, log)
  const stop = background(given).run()
  await expect.poll(() => given.ran).toContain('purge')
  await stop()
  expect(log).toEqual([{ event: 'books.failed', during: 'follow-up', code: 'INTERNAL' }])
})
