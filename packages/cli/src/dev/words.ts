import { type SandboxWalletName, WALLET_NAMES } from '../sandbox/wallets.ts'

export const WORDS = {
  en: {
    ready: 'Everything answers. Nothing here is real, and nothing is kept.',
    gateway: 'gateway',
    docs: (url: string) => `its pages: ${url}/docs`,
    wallet: (wallet: SandboxWalletName) => `${WALLET_NAMES[wallet].en}, the payer's phone`,
    method: (name: string) => `method: ${name}`,
    app: 'your app',
    once: 'in another terminal',
    create: 'create a payment',
    pay: 'open the phone, press "pay", and look',
    ending: 'Ending: the folder goes, too.',
    appEnded: 'The app ended; so does everything else.',
  },
  zh: {
    ready: '全部就绪。均为模拟，结束后不保留任何内容。',
    gateway: '网关',
    docs: (url: string) => `文档：${url}/docs`,
    wallet: (wallet: SandboxWalletName) => `${WALLET_NAMES[wallet].zh}付款人手机`,
    method: (name: string) => `支付方式：${name}`,
    app: '您的应用',
    once: '在另一个终端中',
    create: '发起一笔支付',
    pay: '打开手机页面，点“支付”，然后查看',
    ending: '正在结束，临时目录也会删除。',
    appEnded: '应用已退出，其余一并结束。',
  },
} as const
