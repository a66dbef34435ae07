import { describe, expect, it } from 'vitest'
import { LI, openOffice, T0 } from '../office.fixture.ts'

describe('a merchant', () => {
  it('main is there from the beginning', async () => {
    const { office } = openOffice()
    expect((await office.merchants.list()).map(({ id }) => id)).toEqual(['main'])
  })

  it('is added once', async () => {
    const { office } = openOffice()
    const tea = await office.merchants.create({ id: 'tea', title: 'Tea 茶' }, LI)
    expect(tea).toEqual({ id: 'tea', title: 'Tea 茶', createdAt: T0 })
    expect(await office.merchants.get('tea')).toEqual(tea)
    await expect(office.merchants.create({ id: 'tea', title: 'Other' }, LI)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('is added by one of two who do so at once', async () => {
    const { office } = openOffice()
    const both = await Promise.allSettled(['A', 'B'].map((title) => office.merchants.create({ id: 'tea', title }, LI)))
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it.each([
    [{ id: 'Tea', title: 'x' }, /merchant: expected lower-case letters/],
    [{ id: '', title: 'x' }, /merchant/],
    [{ id: 'a'.repeat(65), title: 'x' }, /merchant/],
    [{ id: 'tea\n', title: 'x' }, /merchant/],
    [{ id: 'tea', title: '' }, /title: expected 1 to 100 visible characters/],
    [{ id: 'tea', title: 'x\u202e' }, /title/],
  ])('is refused as %o', async (wanted, message) => {
    const { office } = openOffice()
    await expect(office.merchants.create(wanted, LI)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringMatching(message),
    })
  })

  it('is disabled and enabled', async () => {
    const { office } = openOffice()
    expect(await office.merchants.disable('main', LI)).toMatchObject({ disabledAt: T0 })
    expect(await office.merchants.enable('main', LI)).not.toHaveProperty('disabledAt')
    await expect(office.merchants.disable('nobody', LI)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('settings of a merchant', () => {
  it('are those that were given last; without one it is the gateway’s own', async () => {
    const { office } = openOffice()
    expect(await office.merchants.settings('main')).toEqual({})
    expect(await office.merchants.configure('main', { requestsPerMinute: 60 }, LI)).toEqual({ requestsPerMinute: 60 })
    expect(await office.merchants.settings('main')).toEqual({ requestsPerMinute: 60 })
    expect(await office.merchants.configure('main', {}, LI)).toEqual({})
    expect(await office.merchants.settings('main')).toEqual({})
  })

  it('keep every version', async () => {
    const { office, books } = openOffice()
    for (const requestsPerMinute of [60, 60, 90]) await office.merchants.configure('main', { requestsPerMinute }, LI)
    expect(await books.settings('main')).toEqual([
      { merchant: 'main', name: 'requestsPerMinute', version: 2, value: '90', at: T0 },
    ])
    expect(books.trail.map(({ data }) => data)).toEqual([{ requestsPerMinute: '60' }, { requestsPerMinute: '90' }])
  })

  it('of two who set one at once, one is told to look again', async () => {
    const { office } = openOffice()
    const both = await Promise.allSettled(
      [60, 90].map((requestsPerMinute) => office.merchants.configure('main', { requestsPerMinute }, LI)),
    )
    expect(both.flatMap((one) => (one.status === 'rejected' ? one.reason.code : []))).toEqual(['CONFLICT'])
  })

  it.each([
    [{ requestsPerMinute: 0 }],
    [{ requestsPerMinute: 1.5 }],
    [{ requestsPerMinute: 1_000_001 }],
    [{ requestsPerMinute: '60' as never }],
    [{ colour: 'blue' } as never],
    [{ constructor: 1 } as never],
  ])('are refused as %o', async (settings) => {
    const { office, books } = openOffice()
    await expect(office.merchants.configure('main', settings, LI)).rejects.toMatchObject({ code: 'INVALID' })
    expect(books.trail).toEqual([])
  })

  it('of a merchant that there is not are refused', async () => {
    const { office } = openOffice()
    await expect(office.merchants.configure('nobody', {}, LI)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('that a newer version wrote are left alone', async () => {
    const { office, books } = openOffice()
    const line = { id: 'aud_1', at: T0, who: 'x', what: 'x', data: {} }
    const row = (name: string, value: string) => ({ merchant: 'main', name, version: 1, value, at: T0 })
    await books.write({ add: 'settings', rows: [row('colour', '"blue"'), row('requestsPerMinute', '"many"')] }, line)
    expect(await office.merchants.settings('main')).toEqual({})
  })
})
