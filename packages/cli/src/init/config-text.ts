import { CONFIG_WORDS, type ConfigWords } from './config-words.ts'
import { type InitPlan, type LocalAccount, QQWALLET, type RealAccount } from './plan.ts'

/** What the account of a sandbox is known by. */
export interface SandboxMerchant {
  readonly mchId: string
  readonly appId?: string
}

/** A line of YAML, and what stands beside it for people. */
type Line = readonly [text: string, comment?: string]

/** The whole configuration file, commented in the plan's language. */
export function configText(plan: InitPlan, merchant?: SandboxMerchant): string {
  const words = CONFIG_WORDS[plan.lang]
  const { account, name } = plan
  const isSandbox = account.kind === 'sandbox'
  const entry = account.kind === 'sandbox' ? sandboxEntry(plan, account, merchant, words) : realEntry(plan, account, words)
  return [
    '# yaml-language-server: $schema=./tpkit.schema.json',
    ...(isSandbox ? words.sandboxHead : words.head).map((line) => `# ${line}`),
    '',
    'accounts:',
    ...aligned([[`  ${name}:`, isSandbox ? words.sandboxAccount : words.account], ...entry]),
    '',
    `# ${words.methods}`,
    'methods:',
    `  wallet: ${name}`,
    '',
    ...ledgerLines(plan, words),
    '',
    ...aligned([isSandbox ? ['mode: development', words.development] : ['mode: production', words.production]]),
    '',
  ].join('\n')
}

/** A sandbox's ledger needs no key of its own: a warning of the doctor says when it does. */
function ledgerLines({ ledger, account }: InitPlan, words: ConfigWords): readonly string[] {
  if (ledger === undefined) return [`# ${words.noLedger}`]
  const kept: Line = [`ledger: ${ledger}`, words.ledger]
  if (account.kind === 'sandbox') return aligned([kept])
  const key = account.keys === 'env' ? 'env:TPKIT_DIGEST_KEY' : 'file:secrets/tpkit-digest-key.txt'
  return aligned([kept, [`cashier: { digestKey: ${key} }`, words.digestKey]])
}

function sandboxEntry(
  { name }: InitPlan,
  { ports: { port, tlsPort } }: LocalAccount,
  merchant: SandboxMerchant | undefined,
  words: ConfigWords,
): readonly Line[] {
  const { mchId = '', appId } = merchant ?? {}
  return [
    [`    plugin: "${QQWALLET}"`, words.plugin],
    [`    mchId: "${mchId}"`, words.mchId],
    ['    apiKey: file:sandbox/api-key.txt'],
    ...(appId === undefined ? [] : ([[`    appId: "${appId}"`], ['    appKey: file:sandbox/app-key.txt']] as const)),
    ['    operatorPassword: file:sandbox/operator-password.txt'],
    ['    certificate: { cert: file:sandbox/apiclient_cert.pem, key: file:sandbox/apiclient_key.pem }'],
    [`    notifyUrl: http://127.0.0.1:8080/notify/${name}`, words.sandboxNotifyUrl],
    ['    ca: file:sandbox/ca.pem', words.endpoints],
    ['    endpoints:'],
    [`      https://qpay.qq.com: http://127.0.0.1:${port}`],
    [`      https://api.qpay.qq.com: https://127.0.0.1:${tlsPort}`],
  ]
}

function realEntry({ plugin }: InitPlan, account: RealAccount, words: ConfigWords): readonly Line[] {
  const head: Line = [`    plugin: "${plugin}"`, words.plugin]
  const notify: Line = account.notifyUrl
    ? [`    notifyUrl: ${account.notifyUrl}`, words.notifyUrl]
    : [`    # ${words.noNotifyUrl}`]
  if (plugin !== QQWALLET) return [head, notify, ...words.other.map((line): Line => [`    # ${line}`])]
  const from = (env: string, file: string): string => (account.keys === 'env' ? `env:${env}` : `file:secrets/${file}`)
  return [
    head,
    [`    mchId: "${account.mchId ?? ''}"`, words.mchId],
    [`    apiKey: ${from('QQ_API_KEY', 'qq-api-key.txt')}`, words.apiKey[account.keys]],
    notify,
    ...words.refunds.map((line): Line => [`    # ${line}`]),
    [`    # operatorPassword: ${from('QQ_OPERATOR_PASSWORD', 'qq-operator-password.txt')}`],
    ['    # certificate: { cert: file:certs/apiclient_cert.pem, key: file:certs/apiclient_key.pem }'],
  ]
}

/** Comments below each other, as far as the lines before them are short. */
function aligned(lines: readonly Line[]): readonly string[] {
  const commented = lines.filter(([, comment]) => comment !== undefined).map(([text]) => text.length)
  const width = Math.min(56, Math.max(0, ...commented))
  return lines.map(([text, comment]) => (comment === undefined ? text : `${text.padEnd(width)}  # ${comment}`))
}

/** The variables that the configuration refers to, for somebody to fill in; undefined where there are none. */
export function envExample({ account, plugin, lang, ledger }: InitPlan): string | undefined {
  if (account.kind === 'sandbox' || account.keys !== 'env' || plugin !== QQWALLET) return undefined
  const { envHead, env, keptEnv } = CONFIG_WORDS[lang]
  const names = Object.entries({ ...env, ...(ledger !== undefined && keptEnv) }).flatMap(([name, meaning]) => [
    '',
    `# ${meaning}`,
    `${name}=`,
  ])
  return [...envHead.map((line) => `# ${line}`), ...names, ''].join('\n')
}
