import { generateKeyPairSync } from 'node:crypto'
import type { WebhookEndpointRow } from '@tpkit/backoffice'
import type { CashierLogEvent } from '@tpkit/cashier'
import { Secret } from '@tpkit/core'
import type { CashierPlan } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'
import type { Connection } from '@tpkit/core/ports'
import { describe, expect, it } from 'vitest'
import { endpointsFrom } from './endpoints.ts'

const whsec = (fill: number) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`
const row = (id: string, more: Partial<WebhookEndpointRow> = {}): WebhookEndpointRow => ({
  ...{ id, merchant: 'main', url: `https://${id}.example/hooks`, sealedSecrets: [`sealed ${id}`], createdAt: 0 },
  ...more,
})

/** A configuration and a register that change as the test says. */
function given(configured: readonly string[], registered: readonly WebhookEndpointRow[]) {
  const world = { rows: registered, configured, readable: true, looks: 0, opened: [] as string[] }
  const plans = new Map<string, CashierPlan>()
  const plan = (): CashierPlan => {
    const key = world.configured.join()
    const webhooks = world.configured.map((name) => ({
      ...{ name, merchant: 'main', url: `https://${name}.example` },
      secrets: [new Secret(whsec(1))] as const,
    }))
    const found = plans.get(key) ?? { webhooks, keep: {} }
    plans.set(key, found)
    return found
  }
  const log: CashierLogEvent[] = []
  const connection: Connection = { send: () => Promise.reject(), download: () => Promise.reject(), close: async () => undefined }
  const endpoints = endpointsFrom({
    tpkit: {
      get cashierPlan() {
        return plan()
      },
    },
    log: { write: (event) => void log.push(event) },
    connection: () => connection,
    register: {
      list: async () => {
        world.looks += 1
        return world.rows
      },
      secrets: async ({ id }) => {
        world.opened.push(id)
        if (!world.readable) throw tpError('CONFIG', 'no key opens it')
        return [whsec(2), whsec(3)]
      },
    },
  })
  return { ...endpoints, world, log, way: connection, names: () => endpoints.of('main').map(({ name }) => name) }
}

describe('endpoints', () => {
  it('come from the configuration and, since the last look, from the ledger', async () => {
    const { names, refresh, world, of } = given(
      ['shop'],
      [row('ep_1', { types: ['payment.succeeded'] }), row('ep_2', { merchant: 'tea' })],
    )
    expect(names()).toEqual(['shop'])
    await refresh()
    expect(names()).toEqual(['shop', 'ep_1'])
    expect(of('main')[1]).toMatchObject({
      ...{ url: 'https://ep_1.example/hooks', types: ['payment.succeeded'] },
      secrets: [{ bytes: Buffer.alloc(32, 2) }, { bytes: Buffer.alloc(32, 3) }],
    })
    expect(of('tea').map(({ name }) => name)).toEqual(['ep_2'])
    world.configured = ['other']
    world.rows = []
    expect(names()).toEqual(['other', 'ep_1'])
    await refresh()
    expect(names()).toEqual(['other'])
  })

  it('are looked at together by those who look at one moment, and opened once', async () => {
    const { refresh, world } = given([], [row('ep_1')])
    await Promise.all([refresh(), refresh(), refresh()])
    await refresh()
    expect([world.looks, world.opened]).toEqual([2, ['ep_1']])
    world.rows = [row('ep_1', { sealedSecrets: ['sealed anew', 'sealed ep_1'] })]
    await refresh()
    expect(world.opened).toEqual(['ep_1', 'ep_1'])
  })

  it('that no key opens wait: nothing is sent there, nothing given up, and it is said once', async () => {
    const { names, refresh, world, log, of, connection, way } = given([], [row('ep_1')])
    world.readable = false
    await refresh()
    await refresh()
    expect([names(), log]).toEqual([['ep_1'], [{ event: 'books.failed', during: 'endpoint', endpoint: 'ep_1', code: 'CONFIG' }]])
    for (const endpoint of of('main'))
      expect(() => connection(endpoint)).toThrow(/^endpoint ep_1: expected a key in gateway\.sealKeys/)
    world.readable = true
    await refresh()
    for (const endpoint of of('main')) expect(connection(endpoint)).toBe(way)
  })

  it('under a name that both places have are refused', async () => {
    const { refresh } = given(['ep-1'], [row('ep-1')])
    await expect(refresh()).rejects.toThrow(/^webhooks ep-1: expected every endpoint under a name of its own/)
  })

  it('sign with a key pair where the secret is one', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const der = privateKey.export({ type: 'pkcs8', format: 'der' })
    const secrets = [new Secret(`whsk_${der.subarray(-32).toString('base64')}`)] as const
    const plan: CashierPlan = { webhooks: [{ name: 'shop', merchant: 'main', url: 'https://a.example', secrets }], keep: {} }
    const { of } = endpointsFrom({
      ...{ tpkit: { cashierPlan: plan }, log: { write: () => undefined }, connection: () => expect.fail('nothing is sent') },
      register: { list: async () => [], secrets: async () => expect.fail('nothing is registered') },
    })
    const [secret] = of('main')[0]?.secrets ?? []
    expect(secret?.kind === 'v1a' && secret.privateKey.export({ type: 'pkcs8', format: 'der' })).toEqual(der)
  })
})
