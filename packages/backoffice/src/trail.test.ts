import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Backoffice } from './backoffice.ts'
import { LI, NEW_KEY, openOffice } from './office.fixture.ts'

/** What an action answered, with everything secret that was shown to somebody. */
interface Done {
  readonly changed: boolean
  readonly shown: readonly string[]
}

type Act = (office: Backoffice, pick: number) => Promise<Done>

const nothingShown = (changed: boolean): Done => ({ changed, shown: [] })

/** Whether the answer differs from what stood before: by then the action has changed something. */
async function compared<Row>(read: () => Promise<Row>, act: () => Promise<unknown>): Promise<Done> {
  const before = JSON.stringify(await read())
  await act()
  return nothingShown(JSON.stringify(await read()) !== before)
}

function picked<Row>(rows: readonly Row[], pick: number): Row {
  const row = rows[pick % Math.max(1, rows.length)]
  if (row === undefined) throw new Error('there is none yet')
  return row
}

const endpointAt = async (office: Backoffice, pick: number) => picked(await office.endpoints.list(), pick)

const ACTIONS: Readonly<Record<string, Act>> = {
  create: async (office, pick) => {
    await office.merchants.create({ id: `m-${pick}`, title: 'Tea 茶' }, LI)
    return nothingShown(true)
  },
  disable: (office) => compared(office.merchants.list, () => office.merchants.disable('main', LI)),
  enable: (office) => compared(office.merchants.list, () => office.merchants.enable('main', LI)),
  configure: (office, pick) =>
    compared(
      () => office.merchants.settings('main'),
      () => office.merchants.configure('main', pick % 3 === 0 ? {} : { requestsPerMinute: (pick % 3) + 1 }, LI),
    ),
  issue: async (office) => {
    const { text } = await office.apiKeys.issue(NEW_KEY, LI)
    return { changed: true, shown: [text, text.slice(25, 57)] }
  },
  revoke: (office, pick) =>
    compared(
      () => office.apiKeys.list('main'),
      async () => office.apiKeys.revoke(picked(await office.apiKeys.list('main'), pick).id, LI),
    ),
  add: async (office, pick) => {
    const kind = pick % 2 === 0 ? 'hmac' : 'ed25519'
    const { endpoint } = await office.endpoints.add(
      { merchant: 'main', url: `https://shop.example.com/hook-token-${pick}`, kind },
      LI,
    )
    return { changed: true, shown: [...(await office.endpoints.secrets(endpoint)), `hook-token-${pick}`] }
  },
  change: (office, pick) =>
    compared(office.endpoints.list, async () =>
      office.endpoints.change(await endpointAt(office, pick), { types: pick % 2 === 0 ? null : ['payment.closed'] }, LI),
    ),
  rotate: async (office, pick) => {
    const { endpoint } = await office.endpoints.rotate(await endpointAt(office, pick), LI)
    return { changed: true, shown: await office.endpoints.secrets(endpoint) }
  },
  drop: (office, pick) =>
    compared(office.endpoints.list, async () => office.endpoints.dropOldSecrets(await endpointAt(office, pick), LI)),
  remove: async (office, pick) => {
    await office.endpoints.remove(await endpointAt(office, pick), LI)
    return nothingShown(true)
  },
}

const step = fc.tuple(fc.constantFrom(...Object.keys(ACTIONS)), fc.nat({ max: 9 }))

describe('the audit trail', () => {
  it('has exactly one line for every action that changed something, none for others, and no secret', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { office, books, clock } = openOffice()
        const shown: string[] = []
        for (const [name, pick] of steps) {
          const before = books.trail.length
          clock.now += 1
          const done = await ACTIONS[name]?.(office, pick).catch(() => undefined)
          shown.push(...(done?.shown ?? []))
          expect(books.trail.length - before, `${name} ${pick}`).toBe(done?.changed ? 1 : 0)
        }
        const trail = JSON.stringify(books.trail)
        expect(shown.filter((secret) => trail.includes(secret))).toEqual([])
        const ids = books.trail.map(({ id }) => id)
        expect(ids).toEqual(ids.toSorted())
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  it('says who, when, what and to whom, the newest first', async () => {
    const { office } = openOffice()
    await office.merchants.create({ id: 'tea', title: 'Tea' }, { who: 'key:abc' })
    await office.merchants.disable('tea', LI)
    const lines = await office.audit({ subject: 'tea' })
    expect(lines.map(({ who, what }) => `${who} ${what}`)).toEqual(['cli:li merchant.disabled', 'key:abc merchant.created'])
    expect((await office.audit({ before: lines[0]?.id ?? '' })).map(({ what }) => what)).toEqual(['merchant.created'])
  })

  it.each(['', ' ', 'x'.repeat(201)])('takes no change of nobody: "%s"', async (who) => {
    const { office, books } = openOffice()
    await expect(office.merchants.disable('main', { who })).rejects.toMatchObject({ code: 'INVALID' })
    expect(books.trail).toEqual([])
  })
})
