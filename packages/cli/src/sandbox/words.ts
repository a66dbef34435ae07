import { type SandboxWalletName, WALLET_NAMES } from './wallets.ts'

/** What `sandbox` says. */
export const WORDS = {
  en: {
    ready: (wallet: SandboxWalletName) =>
      `${WALLET_NAMES[wallet].en} sandbox is running. No account, ever, offline. Its secrets are throwaway, and kept in the folder for the next run.`,
    back: (length: string) =>
      `Its clock is ${length} behind. Sell something now, then "tpkit clock +${length}": the statement of that day is there ("tpkit statement --day <that day>").`,
    paste: '# Paste this into tpkit.config.yaml and set notifyUrl to where your shop listens:',
    configured: 'tpkit.config.yaml in this folder leads here already.',
    phone: (url: string) => `payer's phone: ${url}`,
    inspector: (url: string) => `inspector: ${url}`,
    control: (url: string) => `control API: ${url}`,
    again:
      'Started again in this folder: certificates and books are new, so restart a shop that still runs, or its refunds fail; merchants taken in through the control API must be taken in again.',
    next: 'start your shop with this account, open the phone, press "pay". Ctrl+C ends the sandbox.',
    nextConfigured: '"tpkit doctor" in another terminal, then "tpkit pay --total 1.00". Ctrl+C ends the sandbox.',
    notStarted: {
      lead: 'The sandbox was not started yet; nothing was sent.',
      next: 'start "tpkit sandbox" in another terminal; then say it again.',
    },
    unusable: 'The sandbox cannot start so; nothing was written.',
    taken: 'end what runs there, or take other ports:',
    beside: "start beside it; the configuration's endpoints must lead there, too",
    runsAlready: (phone: string) => `it runs already: open ${phone}, or end the one that runs.`,
  },
  zh: {
    ready: (wallet: SandboxWalletName) =>
      `${WALLET_NAMES[wallet].zh}沙箱已启动：无需账号，完全离线。密钥随机生成、没有任何价值，并保存在目录中供下次使用。`,
    back: (length: string) =>
      `沙箱时钟比本机慢 ${length}。现在收款，然后 “tpkit clock +${length}”，即可下载那一天的对账单（“tpkit statement --day <那天>”）。`,
    paste: '# 粘贴到 tpkit.config.yaml，并把 notifyUrl 改成您店铺接收通知的地址：',
    configured: '本目录的 tpkit.config.yaml 已指向这里。',
    phone: (url: string) => `付款人手机：${url}`,
    inspector: (url: string) => `报文检查：${url}`,
    control: (url: string) => `控制接口：${url}`,
    again: '在此目录中再次启动：证书和账本都是新的，请重启仍在运行的店铺，否则退款会失败；通过控制接口加入的商户需要重新加入。',
    next: '用此账户启动店铺，打开手机页面，点“支付”。按 Ctrl+C 结束。',
    nextConfigured: '在另一个终端运行 “tpkit doctor”，再 “tpkit pay --total 1.00”。按 Ctrl+C 结束沙箱。',
    notStarted: { lead: '沙箱尚未启动过；没有发出任何请求。', next: '在另一个终端运行 “tpkit sandbox”，然后重试。' },
    unusable: '沙箱无法这样启动；没有写入任何内容。',
    taken: '结束占用者，或换用其他端口：',
    beside: '在它旁边启动；配置中的 endpoints 也须指向新端口',
    runsAlready: (phone: string) => `沙箱已在运行：打开 ${phone}，或先结束它。`,
  },
} as const
