import { PassThrough } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Found, findPlugins } from '../plugins/find.ts'
import { ask, Cancelled } from './ask.ts'

const ENTER = '\r'
const DOWN = '\u001b[B'
const CTRL_C = '\u0003'

const LOCAL = { kind: 'sandbox', ports: { port: 9103, tlsPort: 9104 } } as const

let plugins: Found['plugins']

beforeAll(async () => {
  plugins = (await findPlugins('/nowhere/tpkit.config.yaml')).plugins
})

/** Sits at a terminal and answers each question once, when it is asked. */
function person(answers: readonly (readonly [question: RegExp, keys: string])[]) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const left = [...answers]
  let [seen, screen] = ['', '']
  output.on('data', (chunk) => {
    seen += chunk
    screen += chunk
    const [next] = left
    if (!next?.[0].test(seen)) return
    left.shift()
    seen = ''
    setImmediate(() => input.write(next[1]))
  })
  return { at: { input, output }, screen: () => screen }
}

describe('the questions of tpkit init', () => {
  it('ask for language, wallet and account, and no more for a sandbox', async () => {
    const { at, screen } = person([
      [/Language/, DOWN + ENTER],
      [/哪个钱包/, ENTER],
      [/哪种账户/, ENTER],
    ])
    await expect(ask({ file: 'x' }, undefined, 'en', plugins, at, LOCAL)).resolves.toEqual({
      lang: 'zh',
      plugin: '@tpkit/provider-qqwallet',
      provider: 'qqwallet',
      name: 'qq-sandbox',
      account: LOCAL,
    })
    expect(screen()).not.toContain('计划中')
  })

  it('say which wallets are planned, and offer none of them', async () => {
    const planned = plugins.map((one) =>
      one.manifest.provider === 'alipay' ? { ...one, manifest: { ...one.manifest, status: 'planned' as const } } : one,
    )
    const { at, screen } = person([[/Which wallet/, CTRL_C]])
    await expect(ask({ file: 'x' }, 'en', 'en', planned, at, LOCAL)).rejects.toBeInstanceOf(Cancelled)
    expect(screen()).toContain('(planned: Alipay)')
    expect(screen()).not.toContain('@tpkit/provider-alipay')
  })

  it('ask a real merchant for number, whereabouts of the keys and callback; never for a key', async () => {
    const { at, screen } = person([
      [/Which account/, DOWN + ENTER],
      [/Merchant number/, `12${ENTER}`],
      [/expected 6 to 32 digits/, `00012345${ENTER}`],
      [/Where will the keys be/, DOWN + ENTER],
      [/report payments/, `https://pay.example.com${ENTER}`],
    ])
    const plan = await ask({ file: 'x', plugin: 'qqwallet' }, 'en', 'en', plugins, at, LOCAL)
    expect(plan.account).toEqual({
      kind: 'real',
      mchId: '1200012345',
      keys: 'file',
      notifyUrl: 'https://pay.example.com/notify/qq-main',
    })
    expect(screen()).toContain('No key is asked for')
  })

  it('show no English hints about keys where Chinese is spoken', async () => {
    const { at, screen } = person([[/Language/, CTRL_C]])
    await expect(ask({ file: 'x' }, undefined, 'zh', plugins, at, LOCAL)).rejects.toBeInstanceOf(Cancelled)
    expect(screen()).not.toMatch(/navigate|confirm|select/i)
  })

  it('end at Ctrl+C', async () => {
    const { at } = person([[/Which wallet/, CTRL_C]])
    await expect(ask({ file: 'x' }, 'en', 'en', plugins, at, LOCAL)).rejects.toBeInstanceOf(Cancelled)
  })
})
