import { TPError } from 'tpkit'
import { describe, expect, it } from 'vitest'
import { remarkOf } from '../desk/remark.ts'
import { written } from './written.ts'

const numbers = { outTradeNo: 'T1', outRefundNo: 'R1' }

describe('a write', () => {
  it('that ends as no write may is unknown, never a failure: the money may have moved', async () => {
    const odd = [
      async () => Promise.reject(new Error('boom')),
      () => {
        throw new TypeError('boom')
      },
      async () => JSON.parse('{"kind":"finished"}'),
      async () => JSON.parse('null'),
    ]
    for (const write of odd)
      expect(await written(numbers, write)).toMatchObject({ kind: 'unknown', failure: { retry: 'same-number' } })
  })

  it('that was refused before it was sent says so, with its numbers', async () => {
    const error = new TPError({ code: 'INVALID', message: 'no', retry: 'after-fix' })
    await expect(written(numbers, () => Promise.reject(error), 'lead')).rejects.toBe(error)
    expect(remarkOf(error)).toMatchObject({ unsent: true, lead: 'lead', answer: { ...numbers, sent: false } })
  })
})
