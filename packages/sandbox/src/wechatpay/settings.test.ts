import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { USUAL } from './settings.ts'

test('every choice of the wallet stands in the page, and no other but the rotation of its keys', () => {
  const page = readFileSync(new URL('../../../../docs/sandbox.md', import.meta.url), 'utf8')
  const [sentence = '', table = ''] = (page.split('\nOptions of `startWeChatSandbox` and `weChatWallet`;')[1] ?? '').split('\n\n')
  const cells = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell]) => cell)
  const names = [...`${sentence} ${cells.join()}`.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  expect(names.toSorted()).toEqual([...Object.keys(USUAL), 'rotation'].toSorted())
})
