import { describe, expect, it } from 'vitest'
import { ConfigError } from './problem.ts'
import { problemsOf, reading } from './reading.fixture.ts'

const GOOD = 'plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY'

/** One account `a` with more keys, and methods. */
const one = (more: string, rest = '') => `accounts: { a: { ${GOOD}${more} } }\n${rest}`

describe('everything that is wrong is told in one run', () => {
  it('whatever stage finds it: text, names, inheritance, references, plugin, its schema, methods, mode', async () => {
    await expect(
      problemsOf(`
accounts:
  a: { plugin: "@shop/wallet", mchId: 12, mchId: "1", apiKey: env:GONE }
  B: { ${GOOD}, proxy: socks, __proto__: { a: 1 } }
  c: { extends: d, style: plane }
  e: *a
  f: 7
  g: { plugin: "@shop/walet" }
methods:
  wallet: h
  More: a
  odd: 7
mode: prod
modus: 1
`),
    ).resolves.toEqual([
      expect.stringMatching(/^3:39 accounts\.a\.mchId: expected text, found a number; write it in quotes/),
      expect.stringMatching(/^3:43 accounts\.a\.mchId: expected every key once, found one repeated; remove/),
      expect.stringMatching(/^3:63 accounts\.a\.apiKey: env:GONE: .* set it/),
      expect.stringMatching(/^4:3 accounts\.B: expected a name of lower-case letters/),
      expect.stringMatching(/^4:68 accounts\.B\.proxy: expected a forward proxy/),
      expect.stringMatching(/^4:75 accounts\.B\.__proto__: expected a key of the configuration, found "__proto__"; remove it/),
      expect.stringMatching(
        /^5:17 accounts\.c\.extends: expected the name of another account \(a, B, f, g\), found "d"; name one/,
      ),
      expect.stringMatching(/^6:6 accounts\.e: expected no alias/),
      expect.stringMatching(/^7:3 accounts\.f: expected keys and values, .* found a number/),
      expect.stringMatching(/^8:16 accounts\.g\.plugin: expected an installed package/),
      expect.stringMatching(/^10:11 methods\.wallet: expected the name of an account \(a, B, c, f, g, e\), found "h"/),
      expect.stringMatching(/^11:3 methods\.More: expected a name/),
      expect.stringMatching(
        /^12:8 methods\.odd: expected the name of an account, a list of rules, or .*; found a number: write it/,
      ),
      expect.stringMatching(/^13:7 mode: expected one of development, production; .* did you mean "production"\?/),
      expect.stringMatching(/^14:1 modus: expected no such key; remove it, or choose one of ledger, webhooks, cashier, gateway$/),
    ])
  })

  it('but for text that breaks off as YAML: what a parser says behind the break follows from it', async () => {
    await expect(problemsOf('accounts:\n  a: { plugin: x, plugin: y\n  b: { plugin: [ }\n')).resolves.toEqual([
      expect.stringMatching(/^2:19 accounts\.a\.plugin: expected every key once/),
      expect.stringMatching(/^3:3 expected .*(bracket|indented)/),
    ])
  })

  it('and a full-width colon for what it is, though the parser stumbles later', async () => {
    const told = /expected a half-width colon and a space .*found the full-width "：" of a Chinese keyboard; replace it$/.source
    for (const [text, place] of [
      ['# 注意：\naccounts：\n  a: { plugin: x }\n', '2:9'],
      [`accounts:\n  a:\n    plugin: x\n    apiKey："canary：0"\n`, '4:11'],
    ] as const) {
      await expect(problemsOf(text)).resolves.toEqual([expect.stringMatching(new RegExp(`^${place} ${told}`))])
    }
  })

  it('and the accounts that are sound are there all the same, so that they can be built and looked at', async () => {
    const { accounts, accountNames } = await reading(`accounts: { a: { ${GOOD} }, b: { plugin: "@shop/none" }, c: *x }`)
    expect(accounts.map(({ name }) => name)).toEqual(['a'])
    expect(accountNames).toEqual(['a', 'b', 'c'])
  })

  it('a problem found later stands at its account, or at its field', async () => {
    const { problem } = await reading(`accounts:\n  a:\n    plugin: "@shop/wallet"\n    certificate: file:cert.pem\n`)
    expect(problem(['accounts', 'a'], 'x')).toEqual({ path: 'accounts.a', reason: 'x', line: 2, column: 3 })
    expect(problem(['accounts', 'a', 'certificate'], 'x')).toMatchObject({ line: 4, column: 18 })
    expect(problem(['accounts', 'a', 'mchId'], 'x')).toMatchObject({ line: 2, column: 3 })
  })
})

describe('what follows from a problem is not told', () => {
  it.each([
    ['a missing key, beside its misspelling', `accounts: { a: { plugin: "@shop/wallet", mchid: "1", apiKey: env:KEY } }`],
    ['a missing plugin, beside its misspelling', 'accounts: { a: { plugn: "@shop/wallet", mchId: "1" } }'],
    ['what a plugin would say that is not there', 'accounts: { a: { plugin: "@shop/none", mchId: 1 } }'],
    ['a key that an alias would have given', 'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: *key } }'],
    ['keys that a merge would have given', 'accounts: { a: { <<: *base } }'],
    ['keys that an unknown account would have given', 'accounts: { a: { extends: gone, mchId: "1" } }'],
    ['an account that is there, but wrong', 'accounts: { a: *x }\nmethods: { wallet: a }'],
    ['a rule about fields one of which is wrong', one(', style: fancy, subID: "1"')],
    ['the accounts, beside their misspelling', 'acounts: { a: {} }\nmethods: { wallet: a }'],
    ['a word of a flow map that lost its colon', one(', certificate: { canary0123 }')],
  ])('%s', async (_what, text) => {
    const problems = await problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).not.toContain('canary')
  })

  it('what is wrong with an inherited field, the account says that it comes from, with every key of its own', async () => {
    const text = `accounts: { a: { ${GOOD}, style: plane }, b: { extends: a, certificate: { crt: "1" } } }`
    await expect(problemsOf(text)).resolves.toEqual([
      expect.stringContaining('accounts.a.style'),
      expect.stringContaining('accounts.b.certificate.key: expected text, found none'),
      expect.stringContaining('accounts.b.certificate.crt: expected no such key; did you mean "cert"?'),
    ])
  })
})

describe('a sentence says what was expected, what was found, and what was probably meant', () => {
  it.each([
    ['a key at the top', one('', 'method: {}'), 'method: expected no such key; did you mean "methods"?'],
    ['a key of core', one(', endpoint: {}'), 'a.endpoint: expected no such key; did you mean "endpoints"?'],
    [
      'a key of the plugin, in other letters',
      one(', Password: env:KEY'),
      'a.Password: expected no such key; did you mean "password"?',
    ],
    [
      'a key deep in a plugin',
      one(', ids: [{ id: { numbr: "1" } }]'),
      'a.ids.0.id.numbr: expected no such key; did you mean "number"?',
    ],
    ['a key near nothing', one(', foo: 1'), 'a.foo: expected no such key; remove it, or choose one of password, certificate,'],
    [
      'a choice of the plugin',
      one(', style: plane'),
      'a.style: expected one of plain, fancy; found another word; did you mean "plain"?',
    ],
    ['an account to extend', `accounts: { main: { ${GOOD} }, b: { extends: mian } }`, 'found "mian"; did you mean "main"?'],
    ['an account of a method', `accounts: { main: { ${GOOD} } }\nmethods: { w: mian }`, 'found "mian"; did you mean "main"?'],
    [
      'a scene',
      one('', 'methods: { w: [{ use: a, when: { scene: natve } }] }'),
      'when.scene: expected one of native, .*; did you mean "native"?',
    ],
    [
      'a key of a rule',
      one('', 'methods: { w: { merchant: x, rulez: [] } }'),
      'methods.w.rulez: expected no such key; did you mean "rules"?',
    ],
    ['a number in a list', one(', ids: [{ id: 7 }]'), 'a.ids.0.id: .*found a number: write it in quotes'],
    [
      'a number in a key rotation',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: [env:KEY, 7] } }',
      'a.apiKey.1: expected text, found a number; write it in quotes',
    ],
    [
      'a plugin of an older core',
      'accounts: { a: { plugin: "@shop/older" } }',
      'a.plugin: expected a tpkit plugin as the default export',
    ],
  ])('%s', async (_what, text, expected) => {
    const problems = await problemsOf(text)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(new RegExp(expected.replaceAll(/[?[{]/g, '\\$&')))
  })
})

describe('an account whose plugin reaches its wallet by itself', () => {
  it.each(['endpoints: { "https://wallet.example": "http://127.0.0.1:9" }', 'proxy: "http://proxy.example:3128"', 'ca: PEM'])(
    'is not told to go elsewhere: it would call the real wallet all the same: %s',
    async (field) => {
      const [name] = field.split(':')
      const problems = await problemsOf(`accounts: { a: { plugin: "@shop/sdk", mchId: "1", apiKey: env:KEY, ${field} } }`)
      expect(problems).toEqual([
        expect.stringContaining(`accounts.a.${name}: expected none: "shop" reaches its wallet by itself`),
      ])
    },
  )
})

describe('rules of a method', () => {
  const accounts = `
accounts:
  a: { ${GOOD} }
  b: { extends: a, merchant: other }
  c: { plugin: "@shop/counter", mchId: "1", apiKey: env:KEY }
  old: { extends: a, retired: true }
methods:
`
  it.each([
    [
      'w: b',
      '8:6 methods.w: expected an account of the merchant main, found "b" of other; name another, or write merchant: other',
    ],
    [
      'w: { merchant: other, use: { a: 1, b: 2 } }',
      '8:32 methods.w.use.a: expected an account of the merchant other, found "a" of main',
    ],
    ['w: old', '8:6 methods.w: expected an account that takes payments, found "old", which is retired'],
    ['w: { use: ald }', '8:13 methods.w.use: expected the name of an account (a, b, c, old), found "ald"; did you mean "old"?'],
    [
      'w: [{ use: a, when: { scene: [app, micropay] } }]',
      '8:25 methods.w.0.when.scene: expected what "a" takes (native, app), found micropay; remove it',
    ],
    [
      'w: [{ use: a, when: { currency: HKD } }]',
      '8:35 methods.w.0.when.currency: expected what "a" takes (CNY), found HKD; remove it',
    ],
    ['w: [{ use: a, when: { currency: CNH } }]', '8:35 methods.w.0.when.currency: expected one of CNY, HKD'],
    [
      'w: [{ use: a, when: { minAmount: 5, maxAmount: 4 } }]',
      '8:36 methods.w.0.when.minAmount: expected minAmount up to maxAmount, found 5 above 4',
    ],
    [
      'w: { rules: [{ use: a }, { use: c, when: { scene: micropay } }] }',
      '8:28 methods.w.rules.1: expected a rule that a payment can reach, found one behind rule 1',
    ],
    ['w: { merchant: main }', '8:3 methods.w: expected either "use" or "rules" beside merchant'],
    ['w: [{ use: { a: 0 } }]', '8:19 methods.w.0.use.a: expected a weight of at least 1'],
  ])('%s', async (method, expected) => {
    const problems = await problemsOf(`${accounts}  ${method}`)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(expected)
  })

  it('are right with weights of one account, and with a rule for everything at the end', async () => {
    const rules = `${accounts}  w: [{ use: c, when: { scene: micropay, minAmount: 5, maxAmount: 5 } }, { use: { a: 7 } }]`
    await expect(problemsOf(rules)).resolves.toEqual([])
  })
})

describe('secrets that more people may read than should', () => {
  const keys = one(', password: hunter2-hunter2, certificate: { cert: file:cert.pem, key: file:both.pem }').replace(
    'env:KEY',
    'file:key.txt',
  )

  it('are warnings where it is not production, certificates alone being no secret', async () => {
    const { problems, warnings } = await reading(keys)
    expect(problems.map(({ path }) => path)).toEqual(['accounts.a.certificate.cert'])
    expect(warnings.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      'accounts.a.apiKey: file:key.txt: everybody may read it; chmod 600 it',
      'accounts.a.certificate.key: file:both.pem: everybody may read it; chmod 600 it',
      expect.stringMatching(
        /^accounts\.a\.password: expected a reference \(env:NAME or file:path\), found the secret itself; move it/,
      ),
    ])
  })

  it('in production a file is a problem, and a secret in the configuration itself still a warning', async () => {
    const { problems, warnings } = await reading(keys, 'production')
    expect(problems.map(({ path }) => path)).toEqual([
      'accounts.a.certificate.cert',
      'accounts.a.apiKey',
      'accounts.a.certificate.key',
    ])
    expect(warnings.map(({ path }) => path)).toEqual(['accounts.a.password'])
  })

  it('are told once, where an account inherits them, and not of a sandbox', async () => {
    const { warnings } = await reading(`accounts: { a: { ${GOOD}, password: hunter2-hunter2 }, b: { extends: a } }`)
    expect(warnings.map(({ path }) => path)).toEqual(['accounts.a.password'])
    const sandbox = one(', password: hunter2-hunter2, endpoints: { "https://a.example": "http://127.0.0.1:9" }')
    await expect(reading(sandbox)).resolves.toMatchObject({ problems: [], warnings: [] })
  })
})

describe('production', () => {
  it('refuses a provider that is only planned; development takes it', async () => {
    const planned = 'accounts: { a: { plugin: "@shop/planned", mchId: "1", apiKey: env:KEY } }'
    await expect(problemsOf(planned)).resolves.toEqual([])
    await expect(problemsOf(planned, 'production')).resolves.toEqual([
      '1:26 accounts.a.plugin: expected a provider that is ready in production, found one that is only planned; use another account',
    ])
  })

  it('refuses a callback address that everybody on the way can read along, also one that a reference leads to', async () => {
    const account = (notifyUrl: string) =>
      `accounts: { a: { plugin: "@shop/talkative", mchId: "1", apiKey: env:KEY, notifyUrl: "${notifyUrl}" } }`
    const about = async (notifyUrl: string) =>
      (await problemsOf(account(notifyUrl), 'production')).filter((problem) => problem.includes('notifyUrl'))
    const refused = expect.stringMatching(/accounts\.a\.notifyUrl: expected an https address in production, found http/)
    expect(await about('http://pay.example.com/notify/a')).toEqual([refused])
    expect(await about('env:PLAIN')).toEqual([refused])
    expect(await about('https://pay.example.com/notify/a')).toEqual([])
  })
})

describe('a configuration that a module exports', () => {
  it('is checked like text, without lines', async () => {
    const value = { accounts: { a: { plugin: '@shop/wallet', mchId: 1, apiKey: 'env:KEY' } }, methods: { w: 'a' } }
    const problems = await problemsOf({ value })
    expect(problems).toEqual(['accounts.a.mchId: expected text, found a number; write it in quotes'])
    expect(
      (await reading({ value: { accounts: { a: { ...value.accounts.a, mchId: '1', style: undefined } } } })).problems,
    ).toEqual([])
  })

  const circle: Record<string, unknown> = {}
  circle.self = circle

  it.each([
    ['a function', () => undefined, 'found a function; write the value out'],
    ['a bigint', 5n, 'found a bigint; write the value out'],
    ['a symbol', Symbol('canary'), 'found a symbol; write the value out'],
    ['no number', Number.NaN, 'found no finite number; write the value out'],
    ['a date', new Date(0), 'found an object of a class; a key is written as env:NAME or file:path'],
    ['bytes', Buffer.from('canary'), 'found an object of a class'],
    ['a map', new Map(), 'found an object of a class'],
    ['a list of them', [1, new Set()], 'found an object of a class'],
    ['a circle', circle, 'found an object that stands in itself'],
    ['an own __proto__', JSON.parse('{ "__proto__": {} }'), 'found "__proto__"; remove it'],
    ['another prototype', Object.create({ inherited: 1 }), 'found an object of a class'],
  ])('holds plain data alone: %s is none', async (_what, style, expected) => {
    const problems = await problemsOf({
      value: { accounts: { a: { plugin: '@shop/wallet', mchId: '1', apiKey: 'env:KEY', style } } },
    })
    expect(problems).toEqual([expect.stringContaining(expected)])
    expect(problems[0]).toMatch(/^accounts\.a\.style/)
  })
})

describe('the message', () => {
  it('shows the lines around each problem, and of them nothing that may be secret', async () => {
    const text = `accounts:
  a:   # canary of a comment
    plugin: "@shop/wallet"
    mchId: 190001
    apiKey: [env:KEY, "canary-canary-canary"]
methods: { wallet: a }
`
    const { source, problems } = await reading(text)
    expect(new ConfigError(source, problems, text).message).toBe(`tpkit.config.yaml: one problem
  tpkit.config.yaml:4:12 accounts.a.mchId: expected text, found a number; write it in quotes
      2 |   a:
      3 |     plugin: "@shop/wallet"
    > 4 |     mchId: …
        |            ^
      5 |     apiKey: [env:KEY, …]
      6 | methods: { wallet: a }`)
  })

  it('cuts long lines around the place', async () => {
    const text = JSON.stringify({ accounts: { a: { plugin: '@shop/wallet', ca: 'x'.repeat(10), extra: 1, ...longKeys() } } })
    const { source, problems } = await reading(text)
    const frames = new ConfigError(source, problems, text).message.split('\n').filter((line) => line.startsWith('    '))
    expect(Math.max(...frames.map(({ length }) => length))).toBeLessThan(130)
    expect(frames[1]).toMatch(/^ {8}\| +\^$/)
  })
})

function longKeys(): object {
  return Object.fromEntries(Array.from({ length: 9 }, (_none, index) => [`unknown${'x'.repeat(20)}${index}`, 'y'.repeat(30)]))
}
