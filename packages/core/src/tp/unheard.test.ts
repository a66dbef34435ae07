import { expect, it } from 'vitest'
import { unheard } from './unheard.ts'

it('a log that rejects later ends no program', async () => {
  const unhandled: unknown[] = []
  const listen = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', listen)
  unheard(async () => Promise.reject(new Error('the disk is full')))
  unheard(() => {
    throw new Error('the disk is full')
  })
  await new Promise((done) => setImmediate(done))
  process.off('unhandledRejection', listen)
  expect(unhandled).toEqual([])
})
