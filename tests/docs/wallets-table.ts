import type { Ability, Manifest, Scene } from '../../packages/core/src/index.ts'
import alipay from '../../packages/provider-alipay/src/index.ts'
import qqwallet from '../../packages/provider-qqwallet/src/index.ts'
import wechatpay from '../../packages/provider-wechatpay/src/index.ts'

/** The table of scenes and abilities by wallet in README.md and README.zh-CN.md, out of the manifests. */

type Lang = 'en' | 'zh'

const MANIFESTS: readonly Manifest[] = [qqwallet.manifest, wechatpay.manifest, alipay.manifest]

const WORDS = {
  en: {
    wallet: 'wallet',
    planned: (title: string) => `${title} (planned)`,
    scenes: {
      native: 'the payer scans our code',
      jsapi: "page in the wallet's app",
      mini: 'mini program',
      app: 'app',
      h5: 'mobile browser',
      micropay: "we scan the payer's code",
      page: 'website',
    },
    abilities: {
      close: 'end an unpaid order',
      reverse: 'end a counter order',
      queryRefund: 'ask how a refund went',
      statement: "a day's bill",
      trust: "learn the wallet's keys",
      probe: 'harmless signed call',
      verifyReturn: "check the browser's return",
    },
  },
  zh: {
    wallet: '钱包',
    planned: (title: string) => `${title}（计划中）`,
    scenes: {
      native: '用户扫码',
      jsapi: '钱包内网页',
      mini: '小程序',
      app: 'APP',
      h5: '手机浏览器',
      micropay: '付款码',
      page: '电脑网站',
    },
    abilities: {
      close: '关单',
      reverse: '撤销',
      queryRefund: '查退款',
      statement: '账单',
      trust: '获取钱包证书',
      probe: '连通检查',
      verifyReturn: '校验页面返回',
    },
  },
} as const

/** Lines of Markdown. */
export function walletsTable(lang: Lang): string {
  const words = WORDS[lang]
  const page = lang === 'en' ? 'md' : 'zh-CN.md'
  const titles = MANIFESTS.map(({ provider, title, status }) => {
    const link = `[${title[lang]}](docs/providers/${provider}.${page})`
    return status === 'ready' ? link : words.planned(link)
  })
  const scene = ([name, meaning]: readonly [string, string]): string =>
    row(name, meaning, ({ scenes }) => scenes.includes(name as Scene))
  const ability = ([name, meaning]: readonly [string, string]): string =>
    row(name, meaning, ({ status, abilities }) => status === 'ready' && abilities.includes(name as Ability))
  return [
    `| ${[words.wallet, ...titles].join(' | ')} |`,
    `| --- |${' :-: |'.repeat(titles.length)}`,
    ...Object.entries(words.scenes).map(scene),
    ...Object.entries(words.abilities).map(ability),
  ].join('\n')
}

function row(name: string, meaning: string, has: (manifest: Manifest) => boolean): string {
  const cells = MANIFESTS.map((manifest) => (has(manifest) ? (manifest.status === 'ready' ? '✓' : '○') : '–'))
  return `| \`${name}\` ${meaning} | ${cells.join(' | ')} |`
}
