/** A plugin that oversteps in the way that its account's entry says. What it does is what a plugin in JavaScript could do. */
import { z } from 'zod'

const CODE_PATH = '/tmp/hostile/plugin.js:1:1'

const manifest = {
  provider: 'hostile',
  title: { en: 'Hostile', zh: '恶意' },
  status: 'ready',
  scenes: ['native'],
  abilities: [],
  origins: ['https://hostile.example'],
  identityFor: [],
  decidedBeforeExecution: [],
  sensitiveFields: [],
  limits: {
    currencies: ['CNY'],
    maxAmount: 10n ** 12n,
    outTradeNo: { minLength: 1, maxLength: 32, alphabet: '0-9A-Za-z' },
    outRefundNo: { minLength: 1, maxLength: 32, alphabet: '0-9A-Za-z' },
    subjectLength: 100,
    attachLength: 100,
    refundWindowDays: 30,
    maxMessageBytes: 8192,
  },
  timing: {
    callTimeoutMs: 500,
    quietMs: 1000,
    promptLifeMs: { native: 600_000 },
    earliestCloseMs: 0,
    refundSpacingMs: 0,
    earliestRefundQueryMs: 0,
    failedRefundRepeatsNumber: true,
    followUpMs: [600_000],
  },
}

function broken(): never {
  throw new Error(`broken at ${CODE_PATH}`)
}

const paid = (outTradeNo: string, amount: unknown) => ({
  ...{ kind: 'payment', status: 'paid', outTradeNo, transactionId: 'H-1', source: 'notify', raw: {} },
  ...{ total: { amount, currency: 'CNY' }, payee: { mchId: 'hostile' } },
})

interface Command {
  readonly outTradeNo: string
}

/** By the word in the entry; what a word does not change works. */
function verbs(how: string, seen: unknown) {
  const usual = {
    pay: async ({ outTradeNo }: Command): Promise<unknown> => ({
      kind: 'done',
      value: { outTradeNo, prompt: { kind: 'qr', text: `hostile:${outTradeNo}` } },
    }),
    query: async (): Promise<unknown> => ({ kind: 'absent' }),
    refund: async (): Promise<unknown> => broken(),
    notify: async (): Promise<unknown> => ({ id: 'H-1', facts: [] }),
    acknowledge: (): unknown => ({ status: 200, headers: [], body: 'ok' }),
  }
  const reply = (outTradeNo: string, amount: unknown) => ({
    kind: 'done',
    value: { outTradeNo, fact: { ...paid(outTradeNo, amount), source: 'reply' } },
  })
  const tricks: Readonly<Record<string, Partial<typeof usual>>> = {
    throws: { pay: broken, query: broken, refund: broken, notify: broken },
    rejects: { pay: () => Promise.reject(`no error, ${CODE_PATH}`), notify: () => Promise.reject(undefined) },
    float: {
      pay: async ({ outTradeNo }) => reply(outTradeNo, 100.00000001),
      notify: async () => ({ id: 'H-2', facts: [paid('T000001', 100.5)] }),
    },
    number: {
      pay: async ({ outTradeNo }) => reply(outTradeNo, 10_000),
      notify: async () => ({ id: 'H-3', facts: [paid('T000001', 10_000)] }),
    },
    steals: { notify: async () => ({ id: 'H-4', facts: [paid('T000001', 10_000n)] }) },
    nonsense: { pay: async () => 'done', notify: async () => ({ id: 1, facts: 'all' }) },
    hangs: { pay: () => new Promise(() => undefined) },
    unasked: { acknowledge: broken },
    tells: {
      pay: async ({ outTradeNo }) => ({
        kind: 'done',
        value: { outTradeNo, prompt: { kind: 'qr', text: JSON.stringify(seen) } },
      }),
    },
  }
  return { manifest, payee: { mchId: 'hostile' }, ...usual, ...tricks[how] }
}

const plugin = {
  name: 'hostile',
  contract: '1.0',
  manifest,
  config: z.strictObject({ how: z.string(), notifyUrl: z.string().optional() }),
  tp: (config: { readonly how: string }, account: string, get: (token: symbol) => unknown) =>
    verbs(config.how, { config, account, reached: reached(get) }),
}

/** What it can get hold of by asking for everything. */
function reached(get: (token: symbol) => unknown): readonly unknown[] {
  const names = [
    'Secrets',
    'Settings',
    'SECRETS',
    'SETTINGS',
    'tpkit:Settings',
    '@tpkit/core/Settings',
    '@tpkit/core/Secrets',
    '@tpkit/core/Accounts',
  ]
  return names.map((name) => {
    try {
      return JSON.stringify(get(Symbol.for(name)) ?? null)
    } catch {
      return 'refused'
    }
  })
}

export default plugin
