import { ContainerModule } from 'inversify'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../config/index.ts'
import type { GetBound } from '../contract/plugin.ts'
import { NOW } from '../hard-cases/world.fixture.ts'
import { CLOCK, type ReloadOutcome } from './index.ts'
import { type FakeConnection, openProgram, order, type Program, type ProgramOptions, plugins } from './shop.fixture.ts'

const A = '  a: { plugin: "@shop/wallet", mchId: "1" }'
const B = '  b: { plugin: "@shop/wallet", mchId: "2" }'
const file = (accounts: readonly string[], methods: string, more = '') =>
  `accounts:\n${accounts.join('\n')}\nmethods: { ${methods} }\n${more}`
const open = (methods: string, options?: ProgramOptions) => openProgram(file([A, B], methods), options)

/** A gate that stays shut until it is opened. */
function shut() {
  let release: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    release = resolve
  })
  return { gate: () => opened, release }
}

async function refusal(program: Program, text: string): Promise<readonly string[]> {
  program.write(text)
  const error = await program.tpkit.reload().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ConfigError)) throw new Error(`expected a ConfigError, found ${String(error)}`)
  return error.problems.map(({ line, path, reason }) => `${line} ${path}: ${reason}`)
}

describe('after a reload', () => {
  it('a handle that the app holds pays through the account that stands now', async () => {
    const { tpkit, write } = await open('wallet: a')
    const wallet = tpkit.method('wallet')
    expect(await wallet.pay(order)).toMatchObject({ account: 'a', value: { prompt: { text: '1 k' } } })
    write(file([A, B], 'wallet: b'))
    await tpkit.reload()
    expect(wallet.explain(order).account).toBe('b')
    expect(await wallet.pay(order)).toMatchObject({ account: 'b', value: { prompt: { text: '2 k' } } })
    expect(await tpkit.account('a').pay(order)).toMatchObject({ kind: 'done' })
  })

  it('an account that the app holds uses its new key', async () => {
    const { tpkit, write } = await open('wallet: a')
    const account = tpkit.account('a')
    write(file(['  a: { plugin: "@shop/wallet", mchId: "1", key: new }', B], 'wallet: a'))
    await expect(tpkit.reload()).resolves.toMatchObject({ accounts: { changed: ['a'] } })
    expect(await account.pay(order)).toMatchObject({ value: { prompt: { text: '1 new' } } })
  })

  it('says by names what changed, also to the log', async () => {
    const { tpkit, write, log } = await open('wallet: a, gone: a, same: { use: { a: 1, b: 2 } }')
    write(file([A, B, '  c: { plugin: "@shop/wallet", mchId: "3" }'], 'wallet: b, same: { use: { a: 1, b: 2 } }, new: c'))
    await expect(tpkit.reload()).resolves.toEqual({
      accounts: { added: ['c'], changed: [] },
      methods: { added: ['new'], changed: ['wallet'], removed: ['gone'] },
    })
    expect([tpkit.accounts, tpkit.methods]).toEqual([
      ['a', 'b', 'c'],
      ['wallet', 'same', 'new'],
    ])
    expect(log.filter(({ event }) => event !== 'call')).toEqual([
      { event: 'config.reloaded', accounts: 3, changedAccounts: 0, methods: 3 },
    ])
  })

  it('a method that is gone is a mistake of the configuration when it is used, until it comes back', async () => {
    const { tpkit, write } = await open('wallet: a, other: a')
    const other = tpkit.method('other')
    write(file([A, B], 'wallet: a'))
    await tpkit.reload()
    await expect(other.pay(order)).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringContaining('(wallet)') })
    expect(() => other.explain(order)).toThrow(/expected a configured method/)
    expect(() => tpkit.method('other')).toThrow(/expected a configured method/)
    write(file([A, B], 'wallet: a, other: b'))
    await tpkit.reload()
    expect(await other.pay(order)).toMatchObject({ account: 'b' })
  })

  it('what a merchant binds is the same as before', async () => {
    let built = 0
    const module = new ContainerModule(({ rebind }) => {
      rebind(CLOCK)
        .toDynamicValue(() => {
          built += 1
          return { nowMs: () => NOW }
        })
        .inSingletonScope()
    })
    const { tpkit } = await open('wallet: a', { modules: [module] })
    await tpkit.reload()
    expect(await tpkit.method('wallet').pay({ ...order, expiresAt: NOW + 1 })).toMatchObject({ kind: 'done' })
    expect(built).toBe(1)
  })
})

describe('calls in flight', () => {
  it('end on the configuration that they began with, whose connections are closed when the last one ended', async () => {
    const { gate, release } = shut()
    const { tpkit, write, connections } = await open('wallet: a', { gate })
    const paying = [tpkit.method('wallet').pay(order), tpkit.account('b').pay(order)]
    write(file([A.replace('}', ', key: new }'), B], 'wallet: b'))
    await tpkit.reload()
    expect(connections.map(({ closed }) => closed)).toEqual([false, false, false, false])
    release()
    expect(await Promise.all(paying)).toMatchObject([
      { account: 'a', value: { prompt: { text: '1 k' } } },
      { value: { prompt: { text: '2 k' } } },
    ])
    expect(connections.map(({ closed, sent, late }) => [closed, sent, late])).toEqual([
      [true, 2, 0],
      [true, 2, 0],
      [false, 0, 0],
      [false, 0, 0],
    ])
  })

  it('are also statements that are still read', async () => {
    const { tpkit, connections } = await open('wallet: a')
    const rows = tpkit.account('a').statement({ day: '2026-01-31', kind: 'trade' })[Symbol.asyncIterator]()
    await rows.next()
    await tpkit.reload()
    await rows.next()
    expect(connections.map(({ closed }) => closed)).toEqual([false, false, false, false])
    await rows.return?.()
    expect(connections.map(({ closed }) => closed)).toEqual([true, true, false, false])
  })

  it('are none: the old connections are closed at once', async () => {
    const { tpkit, connections } = await open('wallet: a')
    await tpkit.reload()
    expect(connections.map(({ closed }) => closed)).toEqual([true, true, false, false])
  })
})

describe('a reload is refused, and nothing changes', () => {
  it('for whatever a start is refused: what was built meanwhile is closed again', async () => {
    const program = await open('wallet: a')
    const found = await refusal(program, file([A, B, '  c: { plugin: "@shop/broken", mchId: "3" }'], 'wallet: none'))
    expect(found).toEqual([
      expect.stringMatching(/^4 accounts\.c: the plugin cannot be built/),
      expect.stringMatching(/^5 methods/),
    ])
    expect(program.connections.map(({ closed }) => closed)).toEqual([false, false, true, true])
    expect(await program.tpkit.method('wallet').pay(order)).toMatchObject({ account: 'a' })
    expect(program.log.filter(({ event }) => event !== 'call')).toEqual([
      { event: 'config.refused', code: 'CONFIG', problems: 2 },
    ])
  })

  it('for a file that cannot be read at all', async () => {
    const program = await open('wallet: a')
    expect(await refusal(program, 'accounts: {a')).not.toHaveLength(0)
    expect(await program.tpkit.method('wallet').pay(order)).toMatchObject({ account: 'a' })
  })

  it('for an account that goes from a sandbox to the real wallet, or back: keys learned at the one were believed at the other', async () => {
    const at = (port: number) =>
      `  a: { plugin: "@shop/wallet", mchId: "1", endpoints: { "https://wallet.example": "http://127.0.0.1:${port}" } }`
    const program = await openProgram(file([at(1), B], 'wallet: a'))
    expect(await refusal(program, file([A, B], 'wallet: a'))).toEqual([
      '2 accounts.a: expected a sandbox under this name, as it stands, found the real wallet; give the other one a name of its own, or restart',
    ])
    program.write(file([at(2), B], 'wallet: a'))
    await expect(program.tpkit.reload()).resolves.toMatchObject({ accounts: { added: [] } })
    const real = await open('wallet: a')
    expect(await refusal(real, file([at(1), B], 'wallet: a'))).toEqual([
      expect.stringContaining('expected the real wallet under this name, as it stands, found a sandbox'),
    ])
  })

  it('for an account that is gone, one of another payee and one of another provider, all at once, each at its line', async () => {
    const C = '  c: { plugin: "@shop/wallet", mchId: "3", appId: app }'
    const program = await openProgram(file([A, B, C], 'wallet: a'))
    expect(
      await refusal(program, file(['  b: { plugin: "@shop/stall", mchId: "2" }', C.replace('"3"', '"4"')], 'wallet: b')),
    ).toEqual([
      expect.stringMatching(
        /accounts\.a: expected the account to stay, found it gone; .*write "retired: true"; a restart drops it$/,
      ),
      '2 accounts.b: expected the same provider under this name (shop), found stall; give the other one a name of its own',
      '3 accounts.c: expected the same payee under this name (mchId 3, appId app), found mchId 4, appId app; give the other one a name of its own',
    ])
    expect(program.connections.filter(({ closed }) => !closed)).toHaveLength(3)
  })

  it('for an account, and a method, that another merchant would be paid through', async () => {
    const program = await open('wallet: a')
    const mine = ['  a: { plugin: "@shop/wallet", mchId: "1", merchant: tea }', B]
    expect(await refusal(program, file(mine, 'wallet: { merchant: tea, use: a }'))).toEqual([
      '2 accounts.a: expected the same merchant under this name (main), found tea; give the other one a name of its own',
      expect.stringMatching(/methods\.wallet: expected the same merchant under this name \(main\), found tea/),
    ])
  })

  it('but an account that is only wrong is not called gone', async () => {
    const program = await open('wallet: a')
    const found = await refusal(program, file(['  a: { plugin: "@shop/wallet", mchId: 1 }', B], 'wallet: a'))
    expect(found).toEqual([expect.stringMatching(/^2 accounts\.a\.mchId: /)])
  })

  it('for a mode below production', async () => {
    const production = file([A], 'wallet: a', 'mode: production')
    const program = await openProgram(production)
    expect(await refusal(program, production.replace('production', 'development'))).toEqual([
      '4 mode: expected production, as it stands, found development; to lower it, restart',
    ])
    expect(program.tpkit.describe().mode).toBe('production')
  })

  it('where the configuration cannot be read again', async () => {
    const { tpkit } = await open('wallet: a', { fixed: true })
    await expect(tpkit.reload()).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringMatching(/restart$/) })
  })
})

describe('several reloads', () => {
  it('at once happen one after the other, and the last content of the file wins', async () => {
    const { tpkit, write, connections } = await open('wallet: a')
    const first = tpkit.reload()
    write(file([A, B], 'wallet: b'))
    const second = tpkit.reload()
    write(file([A, B], 'wallet: b, more: a'))
    await Promise.all([first, second, tpkit.reload()])
    expect(tpkit.methods).toEqual(['wallet', 'more'])
    expect(connections.filter(({ closed }) => !closed)).toHaveLength(2)
  })

  it('go on after one that was refused', async () => {
    const program = await open('wallet: a')
    await refusal(program, '')
    program.write(file([A, B], 'wallet: b'))
    await expect(program.tpkit.reload()).resolves.toMatchObject({ methods: { changed: ['wallet'] } })
  })
})

describe('close', () => {
  it('ends every generation, also one with calls in flight; afterwards nothing can be called or reloaded', async () => {
    const { gate, release } = shut()
    const { tpkit, connections } = await open('wallet: a', { gate })
    const wallet = tpkit.method('wallet')
    const paying = wallet.pay(order)
    await tpkit.reload()
    await tpkit.close()
    expect(connections.every(({ closed }) => closed)).toBe(true)
    release()
    await paying
    await expect(wallet.pay(order)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(tpkit.reload()).rejects.toThrow(/closed/)
    await tpkit.close()
  })

  it('closes what a reload under way has built', async () => {
    const { tpkit, connections } = await open('wallet: a')
    const reloading = tpkit.reload()
    await tpkit.close()
    await expect(reloading).rejects.toThrow(/closed/)
    expect(connections.every(({ closed }) => closed)).toBe(true)
  })
})

describe('watching', () => {
  const watched = async () => {
    const outcomes: ReloadOutcome[] = []
    const program = await open('wallet: a', { watch: { tell: (outcome) => outcomes.push(outcome) } })
    const changed = () => {
      for (const watcher of program.watchers) watcher()
    }
    return { ...program, outcomes, changed }
  }

  it('reloads once for a burst of changes, and tells', async () => {
    const { tpkit, write, changed, outcomes, reads } = await watched()
    write('accounts: {half')
    changed()
    write(file([A, B], 'wallet: b'))
    changed()
    await expect.poll(() => outcomes).toMatchObject([{ kind: 'reloaded', value: { methods: { changed: ['wallet'] } } }])
    expect(tpkit.method('wallet').explain(order).account).toBe('b')
    expect(reads()).toBe(2)
  })

  it('tells of a refusal, too, and goes on', async () => {
    const { write, changed, outcomes } = await watched()
    write('accounts: {half')
    changed()
    await expect.poll(() => outcomes).toMatchObject([{ kind: 'refused', error: { code: 'CONFIG' } }])
    write(file([A, B], 'wallet: b'))
    changed()
    await expect.poll(() => outcomes.length).toBe(2)
    expect(outcomes[1]?.kind).toBe('reloaded')
  })

  it('hears what else asks for a reload', async () => {
    const outcomes: ReloadOutcome[] = []
    const ask = new Set<() => void>()
    const trigger = (changed: () => void) => {
      ask.add(changed)
      return () => void ask.delete(changed)
    }
    const { tpkit } = await open('wallet: a', {
      fixed: true,
      watch: { tell: (outcome) => outcomes.push(outcome), triggers: [trigger] },
    })
    for (const changed of ask) changed()
    await expect.poll(() => outcomes).toMatchObject([{ kind: 'refused', error: { message: expect.stringMatching(/restart$/) } }])
    await tpkit.close()
    expect(ask.size).toBe(0)
  })

  it('that cannot begin fails the start, and leaves nothing open: a refused configuration ended the process meanwhile', async () => {
    const trigger = () => {
      throw new RangeError('no such interval')
    }
    const watch = { tell: () => undefined, triggers: [trigger] }
    await expect(openProgram('accounts: {', { watch })).rejects.toThrow('no such interval')
    const connections: FakeConnection[] = []
    await expect(openProgram(file([A], 'wallet: a'), { watch, connections })).rejects.toThrow('no such interval')
    expect(connections.map(({ closed }) => closed)).toEqual([true])
  })

  it('ends with close, also where the start failed', async () => {
    const { tpkit, watchers, changed, reads } = await watched()
    changed()
    await tpkit.close()
    expect([watchers.size, reads()]).toEqual([0, 1])
    const failed = new Set<() => void>()
    const trigger = (changed: () => void) => {
      failed.add(changed)
      return () => void failed.delete(changed)
    }
    await expect(openProgram('', { watch: { tell: () => undefined, triggers: [trigger] } })).rejects.toThrow()
    expect(failed.size).toBe(0)
  })
})

describe("a plugin's own module", () => {
  const OWN = Symbol('own')
  const withModule = (module: ContainerModule, built: (get: GetBound) => void = () => undefined) => {
    const keys = (_config: unknown, get: GetBound) => {
      built(get)
      return {}
    }
    plugins['@shop/module'] = { ...(plugins['@shop/wallet'] as object), name: 'module', module, keys }
    return openProgram(
      'accounts:\n  a: { plugin: "@shop/module", mchId: "1" }\n  b: { extends: a, mchId: "2" }\nmethods: { wallet: a }',
    )
  }

  it('is loaded once for each generation', async () => {
    let loads = 0
    const { tpkit } = await withModule(
      new ContainerModule(({ bind }) => {
        loads += 1
        bind(OWN).toConstantValue('own')
      }),
    )
    await tpkit.reload()
    expect(loads).toBe(2)
  })

  it('ends what it built when the last call of its generation has ended', async () => {
    let ended = 0
    const { tpkit } = await withModule(
      new ContainerModule(({ bind }) => {
        bind(OWN)
          .toDynamicValue(() => 'own')
          .inSingletonScope()
          .onDeactivation(() => {
            ended += 1
          })
      }),
      (get) => get(OWN),
    )
    await tpkit.reload()
    await expect.poll(() => ended).toBe(1)
    await tpkit.close()
    expect(ended).toBe(2)
  })

  it("cannot take a port out of the merchant's hands", async () => {
    const opening = withModule(
      new ContainerModule(({ bind }) => {
        bind(OWN).toConstantValue('own')
        bind(CLOCK).toConstantValue({ nowMs: () => 0 })
      }),
    )
    await expect(opening).rejects.toMatchObject({
      problems: [{ path: 'accounts.a.plugin', line: 2, reason: expect.stringContaining('found the port CLOCK in it') }],
    })
  })

  it('that cannot be loaded is a problem at its account', async () => {
    const opening = withModule(
      new ContainerModule(() => {
        throw new Error('no')
      }),
    )
    await expect(opening).rejects.toMatchObject({ problems: [{ path: 'accounts.a.plugin' }] })
  })
})

describe('a reload of a program that keeps orders', () => {
  it('stays with its ledger', async () => {
    const program = await openProgram(file([A, B], 'wallet: a', 'ledger: "sqlite:./one.db"\n'))
    expect(await refusal(program, file([A, B], 'wallet: a', 'ledger: "sqlite:./two.db"\n'))).toEqual([
      '5 ledger: expected the same ledger, as it stands, found another one; to move to it, restart',
    ])
  })

  it('follows what it says to the cashier besides', async () => {
    const { tpkit, write } = await openProgram(file([A, B], 'wallet: a'))
    write(file([A, B], 'wallet: a', 'cashier: { orderMinutes: 30 }\n'))
    await tpkit.reload()
    expect(tpkit.cashierPlan).toMatchObject({ orderMinutes: 30 })
  })

  it('follows what it says to the gateway', async () => {
    const { tpkit, write } = await openProgram(file([A, B], 'wallet: a'))
    write(file([A, B], 'wallet: a', 'gateway: { trustedProxies: ["10.0.0.0/8"], limits: { queue: 9 } }\n'))
    await tpkit.reload()
    expect(tpkit.gatewayPlan).toMatchObject({ trustedProxies: ['10.0.0.0/8'], limits: { queue: 9 } })
  })

  it('says of an account that is gone whether payments of it are not final', async () => {
    const program = await openProgram(file([A, B], 'wallet: a'), { busyAccounts: async () => ['b'] })
    expect(await refusal(program, file([A], 'wallet: a'))).toEqual([
      expect.stringMatching(
        /^\d+ accounts(?:\.b)?: .*found it gone while payments or refunds of it are not final; write "retired: true" until they are$/,
      ),
    ])
  })
})

it('a description tells of the cashier without a secret', async () => {
  const { tpkit } = await openProgram(`
accounts: { a: { plugin: "@shop/wallet", mchId: "1" } }
ledger: "postgres://user:pg-password-here@db.example:5432/tpkit?sslpassword=pg-password-here"
webhooks: [{ name: shop, url: "https://a.example", secrets: ["whsec_${Buffer.alloc(24, 1).toString('base64')}"] }]
cashier: { digestKey: digest-key-of-this-test, orderMinutes: 5 }
`)
  expect(tpkit.describe().cashier).toEqual({
    ledger: 'postgres://db.example:5432/tpkit',
    webhooks: [{ name: 'shop', merchant: 'main', url: 'https://a.example' }],
    orderMinutes: 5,
    keep: {},
    digestKey: true,
  })
  expect((await openProgram('accounts: { a: { plugin: "@shop/wallet", mchId: "1" } }')).tpkit.describe()).not.toHaveProperty(
    'cashier',
  )
})

it('and of the gateway', async () => {
  const { tpkit } = await openProgram(`
accounts: { a: { plugin: "@shop/wallet", mchId: "1" } }
gateway: { listen: 127.0.0.1:8080, sealKeys: [seal-key-of-this-test-that-is-no-key] }
`)
  expect(tpkit.describe().gateway).toEqual({
    listen: { host: '127.0.0.1', port: 8080 },
    trustedProxies: [],
    sealKeys: 1,
    limits: {},
  })
  expect((await openProgram('accounts: { a: { plugin: "@shop/wallet", mchId: "1" } }')).tpkit.describe()).not.toHaveProperty(
    'gateway',
  )
})
