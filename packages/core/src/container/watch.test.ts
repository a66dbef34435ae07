import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Reloaded } from './tpkit.ts'
import { watch } from './watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const NOTHING: Reloaded = { accounts: { added: [], changed: [] }, methods: { added: [], changed: [], removed: [] } }

function watched(reload: () => Promise<Reloaded>) {
  let changed: () => void = () => undefined
  const told: string[] = []
  const stop = watch(
    [
      (call) => {
        changed = call
        return () => undefined
      },
    ],
    reload,
    ({ kind }) => told.push(kind),
  )
  return { changed: () => changed(), told, stop }
}

describe('a configuration that changes again and again', () => {
  it('is read all the same: a file rewritten without end kept the program on its old content', async () => {
    const { changed, told } = watched(async () => NOTHING)
    for (let elapsed = 0; elapsed < 3000; elapsed += 50) {
      changed()
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(told.length).toBeGreaterThanOrEqual(2)
    expect(told.length).toBeLessThanOrEqual(4)
  })

  it('gathers no queue behind a slow reload, and the last change is not forgotten', async () => {
    const endings: (() => void)[] = []
    const { changed, told } = watched(() => new Promise((resolve) => endings.push(() => resolve(NOTHING))))
    for (let burst = 0; burst < 10; burst += 1) {
      changed()
      await vi.advanceTimersByTimeAsync(500)
    }
    expect(endings.length).toBe(1)
    endings[0]?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(endings.length).toBe(2)
    endings[1]?.()
    await vi.advanceTimersByTimeAsync(5000)
    expect([endings.length, told]).toEqual([2, ['reloaded', 'reloaded']])
  })

  it('is left alone once nobody watches', async () => {
    const reload = vi.fn(async () => NOTHING)
    const { changed, stop } = watched(reload)
    changed()
    stop()
    await vi.advanceTimersByTimeAsync(5000)
    expect(reload).not.toHaveBeenCalled()
  })
})
