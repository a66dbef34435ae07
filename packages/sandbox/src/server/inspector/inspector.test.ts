import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { MERCHANT, signedXml } from '../../qqwallet/asking.fixture.ts'
import { readXml } from '../../qqwallet/xml.ts'
import { call, type Reply, sandboxFor } from '../http.fixture.ts'
import type { Sandbox, SandboxOptions } from '../sandbox.ts'

const run = promisify(execFile)
const UNIFIED = '/cgi-bin/pay/qpay_unified_order.cgi'
const HOSTILE = `<script>alert(1)</script></textarea></pre><img src=x>"'&`
const WRONG = { ...MERCHANT, apiKey: 'test-key-that-is-another-0000000' }

/** What a refund carries: the operator's password, unsalted. */
const DIGEST = createHash('md5').update('test-operator-password').digest('hex')

const start = (options: SandboxOptions = {}): Promise<Sandbox> => sandboxFor({ qqwallet: MERCHANT, ...options })
const post = ({ url }: Sandbox, body: string, path = UNIFIED): Promise<Reply> =>
  call(url + path, { method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8' }, body })
const look = ({ inspectorUrl }: Sandbox, path = '', lang = 'en'): Promise<Reply> => call(`${inspectorUrl}${path}?lang=${lang}`)

/** What a textarea shows, read back as a browser would. */
function copied(page: string, id: string): string {
  const text = new RegExp(`<textarea id="${id}"[^>]*>\n([^<]*)</textarea>`).exec(page)?.[1] ?? ''
  const marks: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (mark) => marks[mark] ?? '')
}

describe('the list', () => {
  test('shows the latest messages, newest first, with answer, faults and signature', async () => {
    const sandbox = await start({ faults: [{ fault: 'drop-after', call: 'query' }] })
    await post(sandbox, signedXml('order', {}))
    await post(sandbox, signedXml('order', { out_trade_no: 'T-2' }, WRONG))
    const asked = call(`${sandbox.url}/cgi-bin/pay/qpay_order_query.cgi`, {
      method: 'POST',
      body: signedXml('query', { out_trade_no: 'T-1' }),
    })
    await expect(asked).rejects.toThrow()
    const { status, text } = await look(sandbox)
    expect(status).toBe(200)
    expect([...text.matchAll(/>#(\d) (\w+)</g)].map(([, id, name]) => `${id} ${name}`)).toEqual(['3 query', '2 pay', '1 pay'])
    for (const shown of ['no answer', '>drop-after<', '>wrong-key<', '>right<', '200 SUCCESS', '200 SIGNERROR'])
      expect(text).toContain(shown)
  })

  test('is empty at first, in both languages, and leads back to the phone', async () => {
    const sandbox = await start()
    expect((await look(sandbox, '', 'zh')).text).toContain('还没有报文')
    const { text } = await look(sandbox)
    expect(text).toContain('No message yet')
    expect(text).toContain('href="/phone?lang=en"')
    expect((await call(sandbox.phoneUrl)).text).toContain('href="/inspector?lang=en"')
  })

  test('turns its pages back, each message once', async () => {
    const sandbox = await start()
    for (let count = 1; count <= 60; count += 1) await post(sandbox, signedXml('order', { out_trade_no: `T-${count}` }))
    const ids = ({ text }: Reply) => [...text.matchAll(/>#(\d+) /g)].map(([, id]) => Number(id))
    const first = await look(sandbox)
    const path = /href="(\/inspector\?[^"]*before=\d+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&')
    const second = await call(sandbox.url + path)
    expect([...ids(first), ...ids(second)]).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index))
    expect(second.text).not.toContain('Older messages')
    expect(await call(`${sandbox.inspectorUrl}?before=x`)).toMatchObject({ status: 200 })
  })

  test("shows a merchant's own wallet by mchId, and keeps it in its links", async () => {
    const sandbox = await start()
    const { account } = await sandbox.enrol({ ownWallet: true })
    await post(sandbox, signedXml('order', { out_trade_no: 'OWN-1' }, account))
    const { text } = await call(`${sandbox.inspectorUrl}?lang=en&mchId=${account.mchId}`)
    expect(text).toContain('OWN-1')
    expect(text).toContain(`/inspector/1?lang=en&amp;mchId=${account.mchId}`)
    expect((await look(sandbox)).text).not.toContain('OWN-1')
  })
})

describe('one message', () => {
  test('shows the fields of both sides, the raw messages and the string that was signed, without the key', async () => {
    const sandbox = await start()
    await post(sandbox, signedXml('order', {}))
    const { text } = await look(sandbox, '/1')
    for (const shown of ['out_trade_no', 'code_url', 'Request fields', 'Answer fields', 'Raw request', '&amp;key=[secret]'])
      expect(text).toContain(shown)
    expect(text).not.toContain(MERCHANT.apiKey)
  })

  test("hides the operator's password and shortens a payment code, in tables, in the signed string and in JSON", async () => {
    const sandbox = await start()
    const CODE = '910000000000000000'
    await post(sandbox, signedXml('refund', { out_trade_no: 'T-1' }), '/cgi-bin/pay/qpay_refund.cgi')
    await post(sandbox, signedXml('micropay', { auth_code: CODE }), '/cgi-bin/pay/qpay_micro_pay.cgi')
    for (const [id, secret, shown] of [
      ['1', DIGEST, 'op_user_passwd=[secret]'],
      ['2', CODE, 'auth_code=91…0000'],
    ] as const) {
      const { text } = await look(sandbox, `/${id}`)
      const [above = '', below = ''] = text.split('<h2>Copy</h2>')
      expect(above).not.toContain(secret)
      expect(above).toContain(shown)
      expect(below).toContain('keep the bytes that were sent')
      for (const kind of ['curl', 'test']) expect(copied(text, kind)).toContain(secret)
      const { fields, signature, request } = JSON.parse((await call(`${sandbox.controlUrl}/exchanges/${id}`)).text)
      expect(JSON.stringify({ fields, signature })).not.toContain(secret)
      expect(signature).toMatchObject({ cause: 'right', text: expect.stringContaining(shown) })
      expect(request.body).toContain(secret)
    }
    expect((await look(sandbox, '/case')).text).toContain(DIGEST)
  })

  test.each([
    ['en', /most likely another API key/],
    ['zh', /API 密钥/],
  ])('names the cause of a refused signature, and how to mend it (%s)', async (lang, sentence) => {
    const sandbox = await start()
    await post(sandbox, signedXml('order', {}, WRONG))
    const { text } = await look(sandbox, '/1', lang)
    expect(text).toMatch(/class="badge bad">wrong-key</)
    expect(text).toMatch(sentence)
  })

  test('without anything that could be read is shown all the same', async () => {
    const sandbox = await start()
    await post(sandbox, '\u0000\u0001 no xml')
    expect((await look(sandbox, '/1')).text).toContain('No fields could be read')
  })

  test.each(['/9', '/1', '/x', '/1/steal', '/1/curl/x'])('%s is not there', async (path) => {
    expect(await look(await start(), path)).toMatchObject({ status: 404 })
  })

  test('of the wallet is a notify, with what the shop answered', async () => {
    const sandbox = await start()
    await post(sandbox, signedXml('order', {}))
    const [bill] = JSON.parse((await call(`${sandbox.controlUrl}/books`)).text)
    await call(`${sandbox.controlUrl}/trigger`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outTradeNo: bill.outTradeNo, action: 'pay' }),
    })
    await vi.waitFor(async () => expect((await look(sandbox)).text).toContain('#2 notify'))
    const { text } = await look(sandbox, '/2')
    expect(text).toContain('wallet → merchant')
    expect(text).toContain('transaction_id')
    expect(copied(text, 'curl')).toContain("'http://127.0.0.1:9/notify/qq'")
    expect(copied(text, 'test')).toContain('await fetch("http://127.0.0.1:9/notify/qq"')
  })
})

describe('hostile text', () => {
  test('is shown as text, and nothing runs', async () => {
    const sandbox = await start()
    await post(sandbox, signedXml('order', { body: HOSTILE, out_trade_no: 'T-1' }))
    await post(sandbox, HOSTILE)
    for (const page of ['', '/1', '/2']) {
      const reply = await look(sandbox, page)
      expect(reply.header('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self'/)
      expect(reply.text).not.toMatch(/<script|<img|style=|\son[a-z]+=/)
      const tags = reply.text.match(/<[^>]*>/g)?.join('')
      expect(tags).not.toMatch(/(?:src|href|action)="(?!\/(?!\/))/)
      expect(reply.text.match(/<textarea/g) ?? []).toHaveLength(reply.text.match(/<\/textarea/g)?.length ?? 0)
    }
  })
})

describe('copied as curl', () => {
  /** Runs the command with a curl that prints what it was given. */
  async function given(command: string): Promise<{ readonly words: readonly string[]; readonly input: string }> {
    const script = `curl() { printf '%s\\0' "$@"; case " $* " in *" @- "*) printf 'INPUT\\0'; base64 | tr -d '\\n';; esac; }\n${command}`
    const { stdout } = await run('sh', ['-c', script], { encoding: 'utf8' })
    const [words = '', input = ''] = stdout.split('INPUT\0')
    return { words: words.split('\0').slice(0, -1), input: Buffer.from(input, 'base64').toString('latin1') }
  }

  test.each([
    ['plain', signedXml('order', {})],
    ['with quotes, dollars and lines', `<xml><a>'"$HOME\`id\`\\ !\n\n$(id) 中文 ' '' </a></xml>\n`],
    ['that looks like a file', '@/etc/passwd'],
    ['that is none', ''],
  ])('sends the same bytes: %s', async (_, body) => {
    const sandbox = await start()
    await post(sandbox, body)
    const { text } = await look(sandbox, '/1')
    const { words } = await given(copied(text, 'curl'))
    expect(words.slice(0, 4)).toEqual(['-sS', '-X', 'POST', sandbox.url + UNIFIED])
    expect(words).toContain('content-type: text/xml; charset=utf-8')
    expect(words.at(-2) === '--data-raw' ? words.at(-1) : '').toBe(body)
    expect((await look(sandbox, '/1/curl')).text).toBe(copied(text, 'curl'))
  })

  test('carries bytes that are no text as Base64', async () => {
    const sandbox = await start()
    const body = Buffer.from('<xml><a>\xd6\xd0\0\r\n</a></xml>', 'latin1')
    await fetch(sandbox.url + UNIFIED, { method: 'POST', body })
    const { words, input } = await given(copied((await look(sandbox, '/1')).text, 'curl'))
    expect(words.slice(-4)).toEqual(['-H', 'content-type:', '--data-binary', '@-'])
    expect(input).toBe(body.toString('latin1'))
  })

  test('shows its certificate at the door with TLS, and is answered there', async () => {
    const sandbox = await start()
    const { ca, certificate } = sandbox.account
    const [caText, cert, key] = await Promise.all(
      [ca, certificate.cert, certificate.key].map((file) => readFile(file.replace(/^file:/, ''), 'utf8')),
    )
    const tls = { ca: caText ?? '', cert: cert ?? '', key: key ?? '' }
    const body = signedXml('refund', { out_trade_no: 'T-9' })
    await call(`${sandbox.tlsUrl}/cgi-bin/pay/qpay_refund.cgi`, { method: 'POST', tls, body })
    const command = copied((await look(sandbox, '/1')).text, 'curl')
    const { words } = await given(command)
    expect(words).toEqual(
      expect.arrayContaining(['--cacert', '--cert', '--key', `${sandbox.tlsUrl}/cgi-bin/pay/qpay_refund.cgi`]),
    )
  })
})

describe('a notify that nobody answered', () => {
  test('is copied to go to the shop, and to be answered there', async () => {
    const sandbox = await start()
    await post(sandbox, signedXml('order', { notify_url: 'http://127.0.0.1:1/notify' }))
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ outTradeNo: 'T-1', action: 'pay' })
    await call(`${sandbox.controlUrl}/trigger`, { method: 'POST', headers, body })
    await vi.waitFor(async () => expect((await look(sandbox, '/2')).status).toBe(200))
    const { text } = await look(sandbox, '/2')
    expect(text).toContain('own notify address:')
    const copy = copied(text, 'test')
    expect(copy).toContain('test("the notify (notify) of order T-1 is answered 200"')
    expect(copy).toContain('expect(answer.status).toBe(200)')
  })
})

describe('copied as a test', () => {
  test('passes as it is, with the key from the environment', { timeout: 60_000 }, async () => {
    const sandbox = await start()
    await post(sandbox, signedXml('order', {}))
    await post(sandbox, signedXml('order', { total_fee: '1' }))
    await post(sandbox, signedXml('order', { body: HOSTILE }, WRONG))
    const [again, wrong] = [(await look(sandbox, '/2/test')).text, (await look(sandbox, '/3/test')).text]
    expect(readXml((await post(sandbox, signedXml('order', { total_fee: '1' }))).text)?.get('result_code')).toBe('FAIL')
    expect(again).toContain('What was called before about the same order')
    expect(again + wrong).not.toContain(MERCHANT.apiKey)
    const { stdout } = await runVitest({ 'again.test.ts': again, 'wrong.test.ts': wrong })
    expect(stdout).toMatch(/Tests {2}2 passed/)
  })
})

/** In a folder of this package, so that the packages are found by their names. */
async function runVitest(files: Readonly<Record<string, string>>): Promise<{ readonly stdout: string }> {
  const parent = join(import.meta.dirname, '../../../.tmp')
  await mkdir(parent, { recursive: true })
  const dir = await mkdtemp(join(parent, 'copied-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
  await writeFile(
    join(dir, 'vitest.config.js'),
    `const conditions = ['@tpkit/source']\nexport default { resolve: { conditions }, ssr: { resolve: { conditions } }, test: { execArgv: ['--conditions=@tpkit/source'] } }\n`,
  )
  const bin = join(import.meta.dirname, '../../../../../node_modules/vitest/vitest.mjs')
  const env = { ...process.env, SANDBOX_API_KEY: MERCHANT.apiKey, NO_COLOR: '1' }
  return run(process.execPath, [bin, 'run', '--root', dir], { env })
}
