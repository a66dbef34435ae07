import { providerSuite } from '@tpkit/conformance'
import { Secret } from '@tpkit/core'
import { it } from 'vitest'
import { ADVICE, blanksLeft, line } from './blanks.ts'

const left = blanksLeft()

// One error for all of them is told once, below a line for each.
const unfilled = new Error(ADVICE)
for (const one of left) {
  it(line(one), () => {
    throw unfilled
  })
}

if (left.length > 0) it.skip('the laws: they are tried as soon as no blank is left')
else await laws()

/** Two shops of one key, so that only `bind` stands between them, and an impostor who signs correctly with another key. */
async function laws(): Promise<void> {
  const [{ default: plugin }, { __ident__Dialect, __ident__Wallet }] = await Promise.all([
    import('./__name__.ts'),
    import('./__name__.script.ts'),
  ])
  const [KEY, OTHER_KEY] = ['test-key-of-two-__name__-shops', 'test-key-of-another-__name__-shop']
  const account = (merchantNo: string, key: string) => {
    const config = { merchantNo, key: new Secret(key), notifyUrl: 'https://shop.example/notify' }
    return { protocol: plugin.protocol(config), keys: plugin.keys(config), secrets: [key] }
  }
  providerSuite('__name__', () => ({
    wallet: __ident__Wallet({ M1001: KEY, M1002: KEY }),
    account: account('M1001', KEY),
    stranger: account('M1002', KEY),
    impostor: { wallet: __ident__Wallet({ M1001: OTHER_KEY }), account: account('M1001', OTHER_KEY) },
    dialect: __ident__Dialect(KEY),
  }))
}
