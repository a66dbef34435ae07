import { describe, expect, it } from 'vitest'
import { localSandboxes } from './local-sandbox.ts'

const lineOf = (account: object): string => localSandboxes({ a: account }, '/shop/tpkit.config.yaml', '/shop')('a').line

describe('what starts the sandbox of an account', () => {
  it.each([
    [{ plugin: '@tpkit/provider-qqwallet' }, 'tpkit sandbox'],
    [{ plugin: '@tpkit/provider-wechatpay' }, 'tpkit sandbox --wallet wechatpay'],
    [{ plugin: '@tpkit/provider-alipay' }, 'tpkit sandbox --wallet alipay'],
    [{ plugin: '/repo/packages/provider-alipay/src/index.ts' }, 'tpkit sandbox --wallet alipay'],
    [{ plugin: '@shop/teapay' }, 'tpkit sandbox'],
  ])('names the wallet of %j', (account, line) => {
    expect(lineOf(account)).toBe(line)
  })

  it('names folder and ports where they are not the usual ones of that wallet', () => {
    const usual = {
      'https://openapi.alipay.com': 'http://127.0.0.1:9121',
      'https://dwbillcenter.alipay.com': 'http://127.0.0.1:9121',
    }
    const alipay = { plugin: '@tpkit/provider-alipay', privateKey: 'file:sandbox-alipay/appPrivateKey.pem' }
    expect(lineOf({ ...alipay, endpoints: usual })).toBe('tpkit sandbox --wallet alipay')
    const other = { ...usual, 'https://openapi.alipay.com': 'http://127.0.0.1:9130' }
    expect(lineOf({ ...alipay, privateKey: 'file:keys/appPrivateKey.pem', endpoints: other })).toBe(
      'tpkit sandbox --wallet alipay --dir keys --port 9130',
    )
    const wechat = { plugin: '@tpkit/provider-wechatpay', ca: 'file:sandbox-wechatpay/ca.pem' }
    const tls = { 'https://api.mch.weixin.qq.com': 'https://127.0.0.1:9102' }
    expect(lineOf({ ...wechat, endpoints: tls })).toBe('tpkit sandbox --wallet wechatpay --tls-port 9102')
  })
})
