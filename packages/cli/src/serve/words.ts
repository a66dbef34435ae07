export const WORDS = {
  en: {
    listening: (address: string, publicUrl: string) =>
      address === publicUrl
        ? `The gateway listens at ${address}, in production.`
        : `The gateway listens at ${address}, in production; others reach it by ${publicUrl}.`,
    has: (methods: readonly string[], accounts: readonly string[]) =>
      `methods: ${methods.join(', ') || 'none'} · accounts: ${accounts.join(', ')}`,
    next: (address: string) =>
      `curl ${address}/readyz, then a key for each app: "tpkit apikeys issue", which wants "mode: production" in the file. Ctrl+C or SIGTERM drains it, SIGHUP reads the file again.`,
    draining: 'Draining: what is under way is answered, then it ends. Once more ends it at once.',
    reloaded: 'The configuration was read again, and stands.',
    refused: 'The configuration was not reloaded; what stood before stays.',
  },
  zh: {
    listening: (address: string, publicUrl: string) =>
      address === publicUrl
        ? `网关正在 ${address} 监听，生产模式。`
        : `网关正在 ${address} 监听，生产模式；公网地址 ${publicUrl}。`,
    has: (methods: readonly string[], accounts: readonly string[]) =>
      `支付方式：${methods.join('、') || '无'} · 账户：${accounts.join('、')}`,
    next: (address: string) =>
      `curl ${address}/readyz，然后用 “tpkit apikeys issue” 为每个应用签发接口密钥（配置中须写 “mode: production”）。按 Ctrl+C 或发 SIGTERM 优雅停机，SIGHUP 重新读取配置。`,
    draining: '正在优雅停机：处理完已收到的请求后退出。再按一次立即结束。',
    reloaded: '已重新读取配置并生效。',
    refused: '配置未重新加载，仍按原配置运行。',
  },
} as const
