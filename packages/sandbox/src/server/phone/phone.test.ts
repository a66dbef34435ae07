import decodeQR from 'qr/decode.js'
import { describe, expect, test } from 'vitest'
import { MERCHANT, signedXml } from '../../qqwallet/asking.fixture.ts'
import { readXml } from '../../qqwallet/xml.ts'
import { call, type Reply, sandboxFor } from '../http.fixture.ts'
import type { Sandbox } from '../sandbox.ts'

const HOSTILE = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&`

interface Shop extends Sandbox {
  readonly prompt: string
  /** The page of the order. */
  readonly page: string
}

async function shop(values: Record<string, string> = {}, clock?: () => number): Promise<Shop> {
  const sandbox = await sandboxFor({ qqwallet: { ...MERCHANT, name: HOSTILE }, ...(clock && { clock }) })
  const body = signedXml('order', values)
  const { text } = await call(`${sandbox.url}/cgi-bin/pay/qpay_unified_order.cgi`, { method: 'POST', body })
  const prompt = readXml(text)?.get('code_url') ?? ''
  return { ...sandbox, prompt, page: prompt.replace('https://qpay.qq.com/qr', sandbox.phoneUrl) }
}

function press(page: string, action: string, headers: Record<string, string> = {}): Promise<Reply> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return call(`${page}?lang=en`, { method: 'POST', headers: { ...type, ...headers }, body: `action=${action}` })
}

const books = async ({ controlUrl }: Sandbox): Promise<unknown> => JSON.parse((await call(`${controlUrl}/books`)).text)

/** Paints the drawing and reads it as a phone's camera would. */
function scan(page: string): string {
  const size = Number(/viewBox="0 0 (\d+) \d+"/.exec(page)?.[1])
  const data = new Uint8Array(size * size * 4).fill(255)
  for (const [, x, y, width] of page.matchAll(/M(\d+),(\d+)h(\d+)/g)) {
    const side = Number(width)
    for (let row = 0; row < side; row += 1) {
      for (let column = 0; column < side; column += 1) {
        data.fill(0, ((Number(y) + row) * size + Number(x) + column) * 4, ((Number(y) + row) * size + Number(x) + column) * 4 + 3)
      }
    }
  }
  return decodeQR({ width: size, height: size, data })
}

describe('the list', () => {
  test('shows open orders and leads to them', async () => {
    const { phoneUrl, page } = await shop()
    const { status, text } = await call(`${phoneUrl}?lang=zh`)
    expect(status).toBe(200)
    expect(text).toContain('待支付订单')
    expect(text).toContain('天虹南山店-超市')
    expect(text).toContain('¥19.90')
    expect(text).toContain(`href="${new URL(page).pathname}?lang=zh"`)
  })

  test('calls a shop that nobody named in the language of the page', async () => {
    const { apiKey, mchId } = MERCHANT
    const { url, phoneUrl } = await sandboxFor({ qqwallet: { apiKey, mchId } })
    await call(`${url}/cgi-bin/pay/qpay_unified_order.cgi`, { method: 'POST', body: signedXml('order', {}) })
    expect((await call(`${phoneUrl}?lang=zh`)).text).toMatch(/>沙箱小店</)
    expect((await call(`${phoneUrl}?lang=en`)).text).toMatch(/>Sandbox shop</)
  })

  test('leaves paid orders out', async () => {
    const { phoneUrl, page } = await shop()
    await press(page, 'pay')
    expect((await call(`${phoneUrl}?lang=en`)).text).toContain('No order to pay yet')
  })

  test('is where the front door and a scanned code lead', async () => {
    const { url, page, prompt } = await shop()
    expect((await call(`${url}/`)).header('location')).toBe('/phone')
    const scanned = await call(prompt.replace('https://qpay.qq.com', url))
    expect([scanned.status, scanned.header('location')]).toEqual([303, `${new URL(page).pathname}?lang=en`])
  })
})

describe('an open order', () => {
  test('shows amount, subject, number and a code that pays this order', async () => {
    const { page, prompt } = await shop()
    const { text } = await call(page)
    for (const shown of ['¥19.90', '天虹南山店-超市', 'T-1']) expect(text).toContain(shown)
    expect(scan(text)).toBe(prompt)
  })

  test('is paid by the button', async () => {
    const opened = await shop()
    const pressed = await press(opened.page, 'pay')
    expect(pressed.status).toBe(303)
    const { text } = await call(opened.url + pressed.header('location'))
    expect(text).toContain('Paid')
    expect(text).not.toContain('name="action"')
    expect(await books(opened)).toMatchObject([{ status: 'paid' }])
  })

  test.each([
    ['no-funds', 'Not enough funds; nothing was paid.'],
    ['cancel', 'Cancelled; nothing was paid.'],
  ])('stays open after %s, and the payer reads why', async (action, sentence) => {
    const opened = await shop()
    const pressed = await press(opened.page, action)
    const { text } = await call(opened.url + pressed.header('location'))
    expect(text).toContain(sentence)
    expect(text).toContain('<button name="action" value="pay" class="first">')
    expect(await books(opened)).toMatchObject([{ status: 'open' }])
  })

  test('cannot be paid from a foreign page', async () => {
    const opened = await shop()
    expect(await press(opened.page, 'pay', { origin: 'http://evil.example' })).toMatchObject({ status: 403 })
    expect(await press(opened.page, 'pay', { origin: 'null' })).toMatchObject({ status: 403 })
    expect(await press(opened.page, 'pay', { host: 'evil.example' })).toMatchObject({ status: 403 })
    expect(await books(opened)).toMatchObject([{ status: 'open' }])
  })

  test('takes no other button', async () => {
    const opened = await shop()
    expect(await press(opened.page, 'steal')).toMatchObject({ status: 400 })
    expect(await books(opened)).toMatchObject([{ status: 'open' }])
  })
})

describe('an order of another scene', () => {
  test.each([
    ['jsapi', 'JSAPI', '公众号支付'],
    ['app', 'APP', 'APP 支付'],
  ])('is opened by the wallet and not scanned: %s', async (_, trade_type, scene) => {
    const opened = await shop({ trade_type, ...(trade_type === 'JSAPI' && { body: 'no code' }) })
    const path = /href="(\/phone\/[0-9a-f]+)\?/.exec((await call(`${opened.phoneUrl}?lang=zh`)).text)?.[1]
    const { text } = await call(`${opened.url}${path}?lang=zh`)
    expect(text).toContain(scene)
    expect(text).not.toContain('class="qr"')
    await press(opened.url + path, 'pay')
    expect(await books(opened)).toMatchObject([{ status: 'paid' }])
  })

  test('with a discount shows what the payer is asked for, the price and the difference', async () => {
    const { page, phoneUrl } = await shop({ total_fee: '95304' })
    const { text } = await call(`${page}?lang=en`)
    expect(text).toContain('<p class="amount">¥933.04</p>')
    expect(text).toContain('Price <s>¥953.04</s> · Discount −¥20.00')
    expect((await call(`${phoneUrl}?lang=en`)).text).toContain('<b>¥933.04</b>')
  })
})

describe('the payment code', () => {
  const MICROPAY = '/cgi-bin/pay/qpay_micro_pay.cgi'
  const NEEDS_PASSWORD = '95302'

  const codeOf = (text: string): string => [...text.matchAll(/<span>(\d+)<\/span>/g)].map(([, group]) => group).join('')
  const show = async ({ phoneUrl }: Sandbox, lang = 'en'): Promise<string> => (await call(`${phoneUrl}/code?lang=${lang}`)).text

  /** The shop scans what the phone shows. */
  async function scanned(sandbox: Sandbox, total_fee: string): Promise<string> {
    const body = signedXml('micropay', { auth_code: codeOf(await show(sandbox)), total_fee, out_trade_no: 'M-1' })
    await call(sandbox.url + MICROPAY, { method: 'POST', body })
    const path = /href="(\/phone\/[0-9a-f]{8,})\?/.exec(await show(sandbox))?.[1] ?? ''
    return sandbox.url + path
  }

  test('is shown as digits in groups and as a QR code of the same, and stays while a page loads itself again', async () => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT })
    const page = await show(sandbox)
    expect(codeOf(page)).toMatch(/^91[0-9]{16}$/)
    expect(scan(page)).toBe(codeOf(page))
    expect(page).toContain(`authCode: '${codeOf(page)}'`)
    expect(codeOf(await show(sandbox, 'zh'))).toBe(codeOf(page))
  })

  test('is a new one after the button, and after a minute', async () => {
    let now = Date.UTC(2026, 0, 5, 4)
    const sandbox = await sandboxFor({ qqwallet: MERCHANT, clock: () => now })
    const first = codeOf(await show(sandbox))
    const pressed = await call(`${sandbox.phoneUrl}/code?lang=zh`, { method: 'POST' })
    expect([pressed.status, pressed.header('location')]).toEqual([303, '/phone/code?lang=zh'])
    const second = codeOf(await show(sandbox))
    now += 61_000
    const third = codeOf(await show(sandbox))
    expect(new Set([first, second, third]).size).toBe(3)
  })

  test("of a merchant's own wallet is found by mchId, and stays theirs at every button", async () => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT })
    const { account, code } = await sandbox.enrol({ ownWallet: true })
    const address = `/phone/code?lang=en&mchId=${account.mchId}`
    const { text } = await call(sandbox.url + address)
    expect(codeOf(text)).toBe(code.current())
    expect(text).toContain(`action="${address.replace('&', '&amp;')}"`)
    expect(text).toContain(`href="/phone/code?lang=zh&amp;mchId=${account.mchId}"`)
    const pressed = await call(sandbox.url + address, { method: 'POST' })
    expect([pressed.status, pressed.header('location')]).toEqual([303, address])
    expect(code.current()).not.toBe(codeOf(text))
    expect(codeOf(await show(sandbox))).not.toBe(code.current())
  })

  test('cannot be drawn by a foreign page', async () => {
    const { phoneUrl } = await sandboxFor({ qqwallet: MERCHANT })
    expect(await call(`${phoneUrl}/code`, { method: 'POST', headers: { origin: 'http://evil.example' } })).toMatchObject({
      status: 403,
    })
  })

  test('that a shop scanned is paid at once below the limit, and the phone says so', async () => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT })
    await scanned(sandbox, '100')
    expect(await show(sandbox)).toMatch(/scanned this code:.*¥1\.00 · Paid/)
    expect(await books(sandbox)).toMatchObject([{ outTradeNo: 'M-1', status: 'paid' }])
  })

  test('leads to the password prompt, where each answer of the payer has its button', async () => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT })
    const page = await scanned(sandbox, NEEDS_PASSWORD)
    const { text } = await call(`${page}?lang=en`)
    expect(text).toContain('<legend>Payment password</legend>')
    expect(text).not.toContain('class="qr"')
    for (const action of ['pay', 'wrong-password', 'no-funds', 'cancel']) expect(text).toContain(`value="${action}"`)
    const wrong = await press(page, 'wrong-password')
    expect((await call(sandbox.url + wrong.header('location'))).text).toContain('Wrong password; nothing was paid.')
    await press(page, 'pay')
    expect(await books(sandbox)).toMatchObject([{ outTradeNo: 'M-1', status: 'paid' }])
  })

  test.each([
    ['no-funds', '余额不足，未付款。'],
    ['cancel', '已取消，未付款。'],
  ])('whose payer says %s is over, and the phone says why', async (action, sentence) => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT })
    const page = await scanned(sandbox, NEEDS_PASSWORD)
    const pressed = await press(page, action)
    const location = pressed.header('location')?.replace('lang=en', 'lang=zh')
    const { text } = await call(sandbox.url + location)
    expect(text).toContain(sentence)
    expect(text).not.toContain('name="action"')
  })
})

test('every control is a real one with a name, in both languages', async () => {
  const opened = await shop()
  for (const lang of ['zh', 'en']) {
    for (const url of [
      opened.phoneUrl,
      opened.page,
      `${opened.phoneUrl}/code`,
      opened.inspectorUrl,
      `${opened.inspectorUrl}/1`,
    ]) {
      const { text } = await call(`${url}?lang=${lang}`)
      expect(text.match(/<h1>/g)).toHaveLength(1)
      expect(text).toMatch(/<nav aria-label="[^"]+">/)
      expect(text).not.toMatch(/tabindex|onclick|role="button"/)
      for (const [, name] of text.matchAll(/<(?:button|a)[^>]*>([^<]*)</g))
        expect(name === '' || /\S/.test(name ?? '')).toBe(true)
      for (const [, id] of text.matchAll(/<textarea id="([^"]+)"/g)) expect(text).toContain(`<label for="${id}">`)
    }
  }
})

describe('an order that cannot be paid', () => {
  test('says that it is paid already', async () => {
    const { page } = await shop()
    await press(page, 'pay')
    const { status, text } = await press(page, 'pay')
    expect([status, text]).toEqual([409, expect.stringContaining('Paid')])
  })

  test('says that it has expired', async () => {
    let now = Date.UTC(2026, 0, 5, 4)
    const { page } = await shop({}, () => now)
    now += 7_200_000
    expect((await call(`${page}?lang=zh`)).text).toContain('订单已过期')
    expect(await press(page, 'pay')).toMatchObject({ status: 409 })
  })

  test.each(['/phone/00000000', '/phone/', '/phone/a/b', '/phone/..%2f', '/qr/00000000'])('%s is not there', async (path) => {
    const { url } = await shop()
    const { status, text } = await call(url + path, { headers: { 'accept-language': 'zh' } })
    expect([status, text]).toEqual([404, expect.stringContaining('没有这个订单')])
  })
})

describe('language', () => {
  test.each([
    ['?lang=zh', 'en', 'zh-CN'],
    ['?lang=en', 'zh', 'en'],
    ['', 'zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['', 'en-GB,zh;q=0.5', 'en'],
    ['', 'fr, en;q=0.1, zh;q=0.2', 'zh-CN'],
    ['?lang=xx', '', 'en'],
  ])('%j with Accept-Language %j is %s', async (query, accepted, lang) => {
    const { page } = await shop()
    const { text } = await call(page + query, { headers: { 'accept-language': accepted } })
    expect(text).toContain(`<html lang="${lang}">`)
  })
})

describe('hostile text is shown as text', () => {
  const pages = async ({ phoneUrl, page }: Shop) => [
    await call(phoneUrl),
    await call(page),
    await call(`${page}?said=${HOSTILE}&lang=${HOSTILE}`),
  ]

  test('nothing in it becomes markup', async () => {
    for (const { text } of await pages(await shop({ body: HOSTILE }))) {
      expect(text).toContain('&lt;script&gt;')
      expect(text).not.toMatch(/<script|<img/)
    }
  })

  test('the policy forbids script, inline style and everything from elsewhere', async () => {
    for (const reply of await pages(await shop())) {
      const policy = reply.header('content-security-policy')
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
      expect(reply.header('x-content-type-options')).toBe('nosniff')
      const tags = reply.text.match(/<[^>]*>/g)?.join('') // text cannot hold a "<", so the rest are no tags
      expect(tags).toContain('<html')
      expect(tags).not.toMatch(/<script|<style|style=|\bon[a-z]+=|(?:src|href|action)="(?!\/(?!\/))/)
    }
  })

  test('the stylesheet is served from here', async () => {
    const { url } = await shop()
    const { status, header } = await call(`${url}/sandbox.css`)
    expect([status, header('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  })
})
