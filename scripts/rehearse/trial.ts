/** What a merchant's developer tries first, in the project that has the tarballs. */
import { copyFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run, start } from './processes.ts'
import { freePorts, openWallet, press, tried, usePorts, type Wallet } from './sandbox.ts'
import { demand, type Stage, type Step } from './step.ts'

const NEXT = { en: 'Next:', zh: '下一步：' } as const
type Lang = keyof typeof NEXT

export const TRIAL_STEPS: readonly Step[] = [
  {
    name: 'tpkit --version',
    run: async ({ project }) => (await run(project, ['npx', 'tpkit', '--version'], tried(project))).trim(),
  },
  { name: 'a shop of 20 lines pays the sandbox', run: sold },
  { name: 'tpkit demo', run: (stage) => demo(stage, 'en') },
  { name: 'tpkit demo, in Chinese', run: (stage) => demo(stage, 'zh') },
  { name: 'tpkit init, doctor, pay, query', run: (stage) => firstHour(stage, 'en') },
  { name: 'tpkit init, doctor, pay, query, in Chinese', run: (stage) => firstHour(stage, 'zh') },
  { name: 'npm create tpkit: its shop pays the sandbox', run: created },
]

async function sold({ project }: Stage): Promise<string> {
  const [env, ports] = [tried(project), await freePorts()]
  const wallet = await openWallet(project, env, ports, 'en')
  const account = { ...wallet.account, notifyUrl: `http://127.0.0.1:${ports.shop}/notify/qq-sandbox` }
  const config = { accounts: { 'qq-sandbox': account }, methods: { wallet: 'qq-sandbox' } }
  await writeFile(join(project, 'shop.config.json'), JSON.stringify(config))
  await copyFile(join(import.meta.dirname, 'shop.mjs'), join(project, 'shop.mjs'))
  const shop = start(project, ['node', 'shop.mjs', 'shop.config.json', String(ports.shop)], env)
  await wallet.press((await shop.said(/^https:\S+$/m))[0])
  const [paid] = await shop.said(/^\S+ is paid/m)
  const { code, output } = await shop.ended()
  demand(code === 0, `the shop: expected to end with 0, found ${code}\n${output}`)
  await forget(project, wallet)
  return paid
}

async function demo({ project }: Stage, lang: Lang): Promise<string> {
  const output = await run(project, ['npx', 'tpkit', 'demo', '--lang', lang], tried(project))
  demand(output.includes(NEXT[lang]), `tpkit demo: expected to end with "${NEXT[lang]}", found\n${output}`)
  return `${output.trim().split('\n').length} lines`
}

/** As docs/start.md has it: init, sandbox, doctor, pay, and the first line that `pay` names as the next one. */
async function firstHour({ project }: Stage, lang: Lang): Promise<string> {
  const env = { ...tried(project), LANG: lang === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8', LC_ALL: '' }
  const said = async (...args: string[]) => {
    const output = await run(project, ['npx', 'tpkit', ...args], env)
    demand(output.includes(NEXT[lang]), `tpkit ${args[0]}: expected "${NEXT[lang]}", found\n${output}`)
    return output
  }
  const ports = await freePorts()
  await said('init', '--sandbox')
  await usePorts(join(project, 'tpkit.config.yaml'), ports)
  const wallet = await openWallet(project, env, ports, lang)
  await said('doctor')
  await paidByEye(project, env, wallet, lang)
  const outTradeNo = await paidByProgram(project, env, wallet)
  await forget(project, wallet)
  return outTradeNo
}

async function paidByEye(project: string, env: NodeJS.ProcessEnv, wallet: Wallet, lang: Lang): Promise<void> {
  const pay = start(project, ['npx', 'tpkit', 'pay', '--total', '19.90'], env)
  await wallet.press((await pay.said(/^https:\S+$/m))[0])
  const { code, output } = await pay.ended()
  demand(
    code === 0 && output.includes('█') && output.includes(NEXT[lang]),
    `tpkit pay: expected a QR code, 0 and what comes next, found ${code}\n${output}`,
  )
}

interface Final {
  readonly outcome: string
  readonly outTradeNo: string
  readonly next: readonly string[]
}

async function paidByProgram(project: string, env: NodeJS.ProcessEnv, wallet: Wallet): Promise<string> {
  const pay = start(project, ['npx', 'tpkit', 'pay', '--total', '1.00', '--json'], env)
  const [line] = await pay.said(/^\{"event":"prompt".*\}$/m)
  const { prompt }: { prompt: { text: string } } = JSON.parse(line)
  await wallet.press(prompt.text)
  const { code, output } = await pay.ended()
  const { outcome, outTradeNo, next }: Final = JSON.parse(output.trim().split('\n').at(-1) ?? '')
  demand(code === 0 && outcome === 'paid', `tpkit pay --json: expected 0 and paid, found ${code} and ${outcome}\n${output}`)
  const asked = await run(project, ['sh', '-c', `${next[0]} --json`], env)
  demand(/"status": ?"paid"/.test(asked), `${next[0]}: expected a paid order, found\n${asked}`)
  return outTradeNo
}

/** The app that `npm create tpkit` writes, with the project's packages. */
async function created({ project }: Stage): Promise<string> {
  const [env, ports, app] = [tried(project), await freePorts(), join(project, 'my-shop')]
  await run(project, ['npx', 'create-tpkit', 'my-shop'], env)
  await run(app, ['npm', 'run', '--silent', 'init'], env)
  await usePorts(join(app, 'tpkit.config.yaml'), ports)
  const sandbox = start(
    app,
    ['npm', 'run', '--silent', 'sandbox', '--', '--port', `${ports.http}`, '--tls-port', `${ports.tls}`],
    env,
  )
  const [control] = await sandbox.said(/http:\S+\/_sandbox(?=\/books)/)
  await run(app, ['npm', 'run', '--silent', 'doctor'], env)
  const shop = start(app, ['npm', 'run', '--silent', 'dev'], { ...env, PORT: String(ports.shop) })
  const [, prompt = ''] = await shop.said(/^(https:\S+)\nSHOP_\d+: pending$/m)
  await press(control, prompt)
  const [paid] = await shop.said(/^SHOP_\d+: paid$/m)
  await shop.interrupt()
  await sandbox.interrupt()
  return paid
}

/** The next trial begins as new. */
async function forget(project: string, wallet: Wallet): Promise<void> {
  await wallet.end()
  const files = ['sandbox', 'tpkit.config.yaml', 'tpkit.schema.json', '.gitignore', 'shop.config.json', 'shop.mjs']
  for (const file of files) await rm(join(project, file), { recursive: true, force: true })
}
