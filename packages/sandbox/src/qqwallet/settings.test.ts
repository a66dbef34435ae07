import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Settings, settingsOf, USUAL } from './settings.ts'

test('every choice of the wallet stands in the page, and no other', () => {
  const page = readFileSync(new URL('../../../../docs/sandbox.md', import.meta.url), 'utf8')
  const section =
    page.split('## Where the real wallet is not known')[1]?.split(/\n## |\nOptions of `startWeChatSandbox`/)[0] ?? ''
  const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(rows.toSorted()).toEqual(Object.keys(USUAL).toSorted())
})

test('a value of another type is a sentence at the start, not a crash at the first payment', () => {
  // As plain JavaScript would call it.
  const given = (settings: object) => () => settingsOf(settings as Partial<Settings>)
  expect(given({ couponFee: 100 })).toThrow('sandbox couponFee: expected a bigint, such as 0n, found a number')
  expect(given({ feeBasisPoints: '60' })).toThrow('sandbox feeBasisPoints: expected a bigint')
  expect(given({ password: 'sometimes' })).toThrow('sandbox password: expected a bigint')
  expect(given({ bankType: 5 })).toThrow('sandbox bankType: expected a string')
  expect(given({ password: 'never', couponFee: 100n })()).toEqual({ ...USUAL, password: 'never', couponFee: 100n })
})
