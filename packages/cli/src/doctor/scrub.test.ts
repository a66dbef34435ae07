import { expect, it } from 'vitest'
import { scrubber } from './scrub.ts'

const scrub = scrubber([{ text: 'pay.example.com', shown: '<host>' }], '/srv/shop')

it.each([
  ['https://qpay.qq.com：ENOTFOUND'],
  ['https://qpay.qq.com: ENOTFOUND'],
  ['http://127.0.0.1:9101、https://127.0.0.1:9102'],
  ['http://127.0.0.1:9101, https://127.0.0.1:9102'],
  ['（发往 http://127.0.0.1:1）：连接被拒绝'],
  ['那不是本配置的沙箱；本配置的沙箱在 http://127.0.0.1:9101、https://127.0.0.1:9102：请写到 “endpoints” 下'],
  ['以 /notify/qq 结尾'],
])('a report keeps what is nobody’s own: %s', (sentence) => {
  expect(scrub(sentence)).toBe(sentence)
})

it.each([
  ['https://pay.example.com/notify/qq?canary=1：带有查询串', 'https://<host>/notify/qq：带有查询串'],
  ['http://user:canary，canary@pay.example.com：没有', 'http://…'],
  ['http://user:canary, cut', 'http://… cut'],
  ['http://user:12,canary', 'http://…'],
  ['http://a.b:12,canary', 'http://…'],
  ['http://qpay.qq.com、http://user:canary@x/y', 'http://qpay.qq.com、http://…/y'],
  ['/etc/canary-dir/cert.pem', '<path>'],
])('and no more than that: %s', (sentence, shown) => {
  expect(scrub(sentence)).toContain(shown)
  expect(scrub(sentence)).not.toContain('canary')
})
