import { expect, test } from 'vitest'
import { ENDPOINTS } from '../qqwallet/endpoints.ts'
import { ENDPOINTS as WECHAT_ENDPOINTS } from '../wechatpay/endpoints.ts'
import { STRUCK_CALLS } from './rules.ts'

test('a fault rule can name every call that arrives at some wallet, and no other', () => {
  const calls = [...ENDPOINTS.values(), ...WECHAT_ENDPOINTS].map(({ call }) => call)
  expect(new Set(calls)).toEqual(new Set(STRUCK_CALLS))
})
