import { randomBytes } from 'node:crypto'
import {
  type ApiKeyRow,
  type AuditRow,
  type BackofficeChange,
  createBackoffice,
  type MerchantRow,
  SCOPES,
  type WebhookEndpointRow,
} from '@tpkit/backoffice'
import { write } from '@tpkit/cashier'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ledger } from '../ledger.ts'
import { MIGRATIONS } from '../schema/migrations.ts'
import { DAY, type EngineUnderTest, findings, opened, put, T0 } from './books.fixture.ts'

let lines = 0

function line(more: Partial<AuditRow> = {}): AuditRow {
  lines += 1
  return { id: `aud_${String(lines).padStart(6, '0')}`, at: T0, who: 'Li', what: 'looked', data: {}, ...more }
}

const key = (id: string, more: Partial<ApiKeyRow> = {}): ApiKeyRow => ({
  ...{ id, merchant: 'main', mode: 'test', name: 'shop', scopes: ['payments:read'], digest: 'd', createdAt: T0 },
  ...more,
})
const endpoint = (id: string, more: Partial<WebhookEndpointRow> = {}): WebhookEndpointRow => ({
  ...{ id, merchant: 'main', url: 'https://shop.example.com/', sealedSecrets: ['sealed'], createdAt: T0 },
  ...more,
})
const merchant = (id: string, more: Partial<MerchantRow> = {}): MerchantRow => ({ id, title: id, createdAt: T0, ...more })
const setting = (version: number, value = '60') => ({ merchant: 'main', name: 'requestsPerMinute', version, value, at: T0 })

const wrote = ({ backoffice }: Ledger, change: BackofficeChange) => backoffice.write(change, line())

/** Of some at once: how many stood; the others were told so. */
async function stood(writes: readonly Promise<unknown>[], code = 'CONFLICT'): Promise<number> {
  const outcomes = await Promise.allSettled(writes)
  for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code })
  return outcomes.filter(({ status }) => status === 'fulfilled').length
}

const word = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }).filter((one) => !one.includes('\0'))
const instant = fc.integer({ min: 0, max: 8.64e15 })
const words = fc.array(word, { minLength: 1, maxLength: 3 })
const ROWS = fc.record({
  title: word,
  disabledAt: fc.option(instant, { nil: undefined }),
  key: fc.record(
    {
      ...{ mode: fc.constantFrom('live' as const, 'test' as const), name: word, scopes: fc.subarray([...SCOPES]), digest: word },
      ...{ createdAt: instant, expiresAt: instant, lastUsedAt: instant, revokedAt: instant },
    },
    { requiredKeys: [] },
  ),
  endpoint: fc.record(
    { url: word, sealedSecrets: words, types: words, createdAt: instant, removedAt: instant },
    { requiredKeys: [] },
  ),
  value: fc.json(),
})

export function backoffice({ open }: EngineUnderTest): void {
  describe('the back office', () => {
    test('has the merchant main from the beginning, also in books of an older version', async () => {
      const { ledger, again, tamper } = await open()
      expect(await ledger.backoffice.merchants()).toEqual([{ id: 'main', title: 'main', createdAt: 0 }])
      await put(ledger, opened('T-1'))
      await ledger.close()
      const version = MIGRATIONS.findIndex((statements) => statements.some((one) => one.startsWith('create table merchants')))
      await tamper('drop table settings; drop table webhook_endpoints; drop table api_keys; drop table merchants')
      await tamper(`drop index audit_subject; update meta set value = '${version}' where key = 'schema'`)
      const upgraded = await again()
      expect(await upgraded.backoffice.merchant('main')).toBeDefined()
      expect(await upgraded.read.order({ id: 'ord_T-1' })).toBeDefined()
      await upgraded.close()
    })

    test('gives every row back with every property that it had, and no other', async () => {
      const { ledger } = await open()
      let made = 0
      await fc.assert(
        fc.asyncProperty(ROWS, async ({ title, disabledAt, value, ...more }) => {
          made += 1
          const id = `${made}`
          const [first = 'sealed', ...rest] = more.endpoint.sealedSecrets ?? []
          const rows = {
            merchant: merchant(id, { title, ...(disabledAt !== undefined && { disabledAt }) }),
            key: key(id, { ...more.key, merchant: id }),
            endpoint: endpoint(id, { ...more.endpoint, merchant: id, sealedSecrets: [first, ...rest] }),
            setting: { ...setting(1, value), merchant: id },
          }
          await wrote(ledger, { put: 'merchant', row: rows.merchant })
          await wrote(ledger, { put: 'api-key', row: rows.key })
          await wrote(ledger, { put: 'endpoint', row: rows.endpoint })
          await wrote(ledger, { add: 'settings', rows: [rows.setting] })
          expect(await ledger.backoffice.merchant(id)).toEqual(rows.merchant)
          expect(await ledger.backoffice.apiKey(id)).toEqual(rows.key)
          expect(await ledger.backoffice.endpoint(id)).toEqual(rows.endpoint)
          expect(await ledger.backoffice.settings(id)).toEqual([rows.setting])
        }),
        { numRuns: 25 },
      )
    })

    test('lists what is one merchant’s, in the order in which it was made, without endpoints that were removed', async () => {
      const { ledger } = await open()
      await wrote(ledger, { put: 'merchant', row: merchant('tea') })
      for (const row of [key('b'), key('a', { createdAt: T0 + 1 }), key('c', { merchant: 'tea' })])
        await wrote(ledger, { put: 'api-key', row })
      for (const row of [endpoint('1'), endpoint('2', { merchant: 'tea' }), endpoint('3', { removedAt: T0 })])
        await wrote(ledger, { put: 'endpoint', row })
      const { apiKeys, endpoints, merchants } = ledger.backoffice
      const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
      expect(ids(await merchants())).toEqual(['main', 'tea'])
      expect([ids(await apiKeys('main')), ids(await apiKeys('tea'))]).toEqual([['b', 'a'], ['c']])
      expect([ids(await endpoints()), ids(await endpoints('tea'))]).toEqual([['1', '2'], ['2']])
      expect(await ledger.backoffice.apiKey('none')).toBeUndefined()
    })

    test('writes a change with its line in the audit trail, or neither', async () => {
      const { ledger } = await open()
      const kept = line()
      await ledger.backoffice.write({ put: 'merchant', row: merchant('tea') }, kept)
      const again = ledger.backoffice.write({ put: 'merchant', row: merchant('rice') }, kept)
      await expect(again).rejects.toMatchObject({ code: 'CONFLICT' })
      expect(await ledger.backoffice.merchant('rice')).toBeUndefined()
      await expect(wrote(ledger, { put: 'merchant', row: merchant('tea') })).rejects.toMatchObject({ code: 'CONFLICT' })
      expect(await ledger.backoffice.audit({})).toEqual([kept])
    })

    test('writes a line alone for what was done and changed no row', async () => {
      const { ledger } = await open()
      const kept = line()
      await ledger.backoffice.write({ add: 'nothing' }, kept)
      expect(await ledger.backoffice.audit({})).toEqual([kept])
    })

    test('has one audit trail with the cashier, which is read backwards, page by page and by subject', async () => {
      const { ledger } = await open()
      const [first, second, third] = [line({ subject: 'tea' }), line({ subject: 'ord_1' }), line({ subject: 'tea' })]
      await ledger.backoffice.write({ put: 'merchant', row: merchant('tea') }, first)
      await ledger.transact(() => write([{ add: 'audit', row: second }]))
      await ledger.backoffice.write({ put: 'merchant', row: merchant('rice') }, third)
      expect(await ledger.backoffice.audit({ limit: 2 })).toEqual([third, second])
      expect(await ledger.backoffice.audit({ before: second.id })).toEqual([first])
      expect(await ledger.backoffice.audit({ subject: 'tea' })).toEqual([third, first])
      expect(await ledger.read.audit(10)).toEqual([third, second, first])
    })

    test('adds no more endpoints than a merchant may have, however many are added at once, in two processes', async () => {
      const { ledger, again } = await open()
      const other = await again()
      const add = (at: number) => wrote(at % 2 ? other : ledger, { put: 'endpoint', row: endpoint(`whe_${at}`), atMost: 5 })
      expect(
        await stood(
          Array.from({ length: 16 }, (_, at) => add(at)),
          'LIMIT',
        ),
      ).toBe(5)
      expect(await ledger.backoffice.endpoints('main')).toHaveLength(5)
      const [first] = await ledger.backoffice.endpoints('main')
      if (!first) throw new Error('expected an endpoint')
      await wrote(ledger, { put: 'endpoint', row: { ...first, removedAt: T0 }, was: first })
      expect(await stood([add(20), add(21)], 'LIMIT')).toBe(1)
      await other.close()
    })

    test('refuses a row that is not any more as it was read: what somebody else wrote meanwhile stays', async () => {
      const { ledger } = await open()
      const was = endpoint('1')
      await wrote(ledger, { put: 'endpoint', row: was })
      await wrote(ledger, { put: 'endpoint', row: { ...was, removedAt: T0 }, was })
      const late = wrote(ledger, { put: 'endpoint', row: { ...was, url: 'https://new.example.com/' }, was })
      await expect(late).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('meanwhile') })
      expect(await ledger.backoffice.endpoint('1')).toEqual({ ...was, removedAt: T0 })
      const missing = endpoint('2')
      await expect(wrote(ledger, { put: 'endpoint', row: missing, was: missing })).rejects.toMatchObject({ code: 'CONFLICT' })
    })

    test('takes one of two that are written at once, in 10 rounds and two processes: merchants, secrets, settings', async () => {
      const { ledger, again } = await open()
      const both = [ledger, await again()]
      for (let round = 1; round <= 10; round += 1) {
        const tea = merchant(`tea-${round}`)
        expect(await stood(both.map((books) => wrote(books, { put: 'merchant', row: tea })))).toBe(1)
        const was = endpoint(`${round}`)
        await wrote(ledger, { put: 'endpoint', row: was })
        const rotated = (secret: string): BackofficeChange => ({
          put: 'endpoint',
          row: { ...was, sealedSecrets: [secret, 'sealed'] },
          was,
        })
        expect(await stood(both.map((books, at) => wrote(books, rotated(`new-${at}`))))).toBe(1)
        expect(await stood(both.map((books, at) => wrote(books, { add: 'settings', rows: [setting(round, `${at}`)] })))).toBe(1)
        expect((await ledger.backoffice.settings('main')).map(({ version }) => version)).toEqual([round])
      }
      expect(await ledger.backoffice.audit({ limit: 200 })).toHaveLength(40)
    })

    test('takes no setting out of its turn', async () => {
      const { ledger } = await open()
      await wrote(ledger, { add: 'settings', rows: [setting(1)] })
      for (const version of [1, 3, 0])
        await expect(wrote(ledger, { add: 'settings', rows: [setting(version)] })).rejects.toMatchObject({ code: 'CONFLICT' })
    })

    test('notes the last use of a key, and never one before it', async () => {
      const { ledger } = await open()
      await wrote(ledger, { put: 'api-key', row: key('a') })
      const { touchApiKey, apiKey } = ledger.backoffice
      for (const at of [T0 + 60_000, T0]) await touchApiKey('a', at)
      expect(await apiKey('a')).toEqual(key('a', { lastUsedAt: T0 + 60_000 }))
      await touchApiKey('none', T0)
      expect(await apiKey('none')).toBeUndefined()
    })

    test('keeps a key revoked, however it is used at the same moment, and its last use with it', async () => {
      const { ledger, again } = await open()
      const other = await again()
      for (let round = 0; round < 10; round += 1) {
        const was = key(`${round}`)
        await wrote(ledger, { put: 'api-key', row: was })
        const uses = [1, 2, 3, 4].map((minute) => other.backoffice.touchApiKey(was.id, T0 + minute * 60_000))
        await Promise.all([...uses, wrote(ledger, { put: 'api-key', row: { ...was, revokedAt: T0 }, was })])
        expect(await ledger.backoffice.apiKey(was.id)).toEqual({ ...was, revokedAt: T0, lastUsedAt: T0 + 4 * 60_000 })
      }
    })

    test('is nothing that a purge takes or an audit of the journal looks at', async () => {
      const { ledger } = await open()
      await put(ledger, opened('T-1'))
      await wrote(ledger, { put: 'api-key', row: key('a', { revokedAt: T0 }) })
      await wrote(ledger, { put: 'endpoint', row: endpoint('1', { removedAt: T0 }) })
      await ledger.purge(T0 + 9_000 * DAY, { orderDays: 1, eventDays: 1 })
      expect(await findings(ledger)).toEqual([])
      expect(await ledger.backoffice.apiKey('a')).toBeDefined()
      expect(await ledger.backoffice.endpoint('1')).toBeDefined()
      expect(await ledger.backoffice.audit({})).toHaveLength(2)
    })

    test('lets a key in that was issued over it, until another process revokes it', async () => {
      const { ledger, again } = await open()
      const office = (books: Ledger) =>
        createBackoffice({
          books: books.backoffice,
          clock: { nowMs: () => T0 },
          random: { bytes: (length) => randomBytes(length) },
          sealer: { seal: async (secret) => secret, open: async (sealed) => sealed },
          ...{ eventTypes: [], plainHttp: false },
        })
      const wanted = { merchant: 'main', mode: 'test', name: 'shop', scopes: SCOPES } as const
      const { text, key: issued } = await office(ledger).apiKeys.issue(wanted, { who: 'Li' })
      expect(await office(ledger).apiKeys.authenticate(text, 'test')).toMatchObject({ kind: 'known', key: issued })
      await office(await again()).apiKeys.revoke(issued.id, { who: 'Li' })
      expect(await office(ledger).apiKeys.authenticate(text, 'test')).toEqual({ kind: 'refused', why: 'revoked' })
    })

    test('that is closed says so', async () => {
      const { ledger } = await open()
      await ledger.close()
      await expect(ledger.backoffice.merchants()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      await expect(wrote(ledger, { put: 'merchant', row: merchant('tea') })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    })
  })
}
