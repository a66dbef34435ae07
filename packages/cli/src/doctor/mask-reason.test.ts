import { expect, it } from 'vitest'
import { maskReason } from './mask-reason.ts'

it.each([
  ['cannot reach db.shop.internal:5432', 'cannot reach <host>:5432'],
  ['connect ECONNREFUSED 10.1.2.3:443', 'connect ECONNREFUSED <host>:443'],
  ['https://root:hunter2@vault.corp/x is wrong', 'https://…@<host>/x is wrong'],
  ['login failed, password=hunter2', 'login failed, password=…'],
  ['login failed, password: hunter2', 'login failed, password: …'],
  [`expected a number, found "hunter2" and 'hunter2'`, `expected a number, found "…" and '…'`],
  ['应为数字，实为 “hunter2”', '应为数字，实为 “…”'],
])('what a plugin says of an account shows no host, password or quoted value: %s', (said, told) => {
  expect(maskReason(said)).toBe(told)
})

it.each(['accounts.qq.apiKey: expected a value, found none', "the wallet's own at 127.0.0.1:9101", 'see tpkit.config.yaml'])(
  'its own words stay: %s',
  (said) => {
    expect(maskReason(said)).toBe(said)
  },
)
