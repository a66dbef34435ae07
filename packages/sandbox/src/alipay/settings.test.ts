import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { USUAL } from './settings.ts'

test('every choice of the wallet stands in the page, and no other but what the server adds', () => {
  const page = readFileSync(new URL('../../../../docs/sandbox.md', import.meta.url), 'utf8')
  const [sentence = '', table = ''] = (page.split('\nOptions of `startAlipaySandbox` and `alipayWallet`;')[1] ?? '').split('\n\n')
  const cells = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell]) => cell)
  const names = [...`${sentence} ${cells.join()}`.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  expect(names.toSorted()).toEqual([...Object.keys(USUAL), 'certificates', 'rotation'].toSorted())
})
