import type { OfficeWords } from './wording.ts'

export const zh: OfficeWords = {
  merchant: {
    head: ['商户', '名称', '状态', '每个密钥每分钟请求数'],
    enabled: '启用',
    disabled: (since) => `${since} 起停用`,
    added: (id, title) => `商户 ${id}：${title}`,
    off: (id) => `商户 ${id} 已停用：其接口密钥全部失效。仍接收其钱包的通知。`,
    on: (id) => `商户 ${id} 已启用：其接口密钥恢复有效。`,
    rate: (id, count) => `商户 ${id}，每个密钥每分钟请求数：${count}`,
    usual: '网关默认值',
  },
  key: {
    head: ['编号', '名称', '模式', '状态', '最近使用', '权限'],
    none: '该商户没有接口密钥。',
    active: '有效',
    until: (time) => `有效至 ${time}`,
    expired: (time) => `${time} 已过期`,
    revoked: (time) => `${time} 已吊销`,
    never: '从未',
    issued: (name, merchant, mode, scopes) => `接口密钥 “${name}”，商户 ${merchant}，模式 ${mode}；权限：${scopes}`,
    once: '此密钥不会再次显示：请放到应用读取的地方，不要放在别处。',
    really: (name, merchant) => `确定永久吊销商户 ${merchant} 的 “${name}” 吗？`,
    gone: (name) => `已吊销：“${name}” 不再有效。`,
  },
  hook: {
    head: ['编号', '商户', '事件', '密钥数', '地址'],
    none: '没有登记推送端点。',
    all: '全部',
    added: (id, merchant, url) => `推送端点 ${id}，商户 ${merchant}：${url}`,
    changed: (id, url, types) => `推送端点 ${id}：${url}；事件：${types}`,
    rotated: (id, count) => `推送端点 ${id}：由新密钥优先签名；现有 ${count} 个密钥签名`,
    dropped: (id) => `推送端点 ${id}：只由最新的密钥签名。`,
    removed: (id) => `推送端点 ${id} 已移除：不再向它推送。`,
    taken: (id, status, ms) => `推送端点 ${id} 已接收测试事件：HTTP ${status}，用时 ${ms} 毫秒。是否已验签，请看接收方日志。`,
    notTaken: (id, reason) => `推送端点 ${id} 未接收测试事件：${reason}`,
    status: (status, ms) => `HTTP ${status}，用时 ${ms} 毫秒，应为 2xx。${statusHint(status)}`,
    code: (code) => `（${code}）`,
    unanswered: {
      dns: (_ms, code) => `域名无法解析${code}。请更正地址或域名解析记录。`,
      tls: (_ms, code) => `证书或 TLS 握手未获认可${code}。应使用公共机构为此域名签发的证书，并带完整证书链。`,
      address: () =>
        '此地址不允许访问；没有发出任何请求。生产模式只访问 https，且域名只能指向公网地址；开发模式还可访问本机。请登记其他地址。',
      timeout: (ms) => `${ms} 毫秒内没有应答。应在记下事件后立即应答，之后再处理。`,
      connection: (ms, code) => `连接失败，用时 ${ms} 毫秒${code}。请检查其服务是否运行，防火墙是否放行本机。`,
      answer: (ms) => `用时 ${ms} 毫秒，收到的不是 64 KiB 以内的 HTTP 应答。请检查此地址上运行的是什么服务。`,
    },
    once: {
      whsec: '此密钥不会再次显示：接收方用它验签，请勿给其他人看。',
      whpk: '此公钥不会再次显示：接收方用它验签。',
    },
    reallyDrop: (id) => `确定去掉 ${id} 的旧密钥吗？仍用旧密钥验签的接收方将收不到事件。`,
    reallyRemove: (url) => `确定不再向 ${url} 推送事件吗？`,
  },
  step: {
    issue: '为应用签发密钥',
    list: '查看其密钥',
    enable: '使其密钥恢复有效',
    disable: '使其密钥暂时失效',
    revoke: '不再需要，或可能已被他人知道时',
    look: '查看全部',
    add: '登记接收事件的端点',
    change: '更换地址或事件',
    rotate: '更换密钥',
    drop: '接收方改用新密钥之后',
    remove: '移除',
    test: '测试能否接收',
    again: '处理之后重试',
  },
  nothing: '无需其他操作。',
  leftAlone: '未作任何更改。',
}

function statusHint(status: number): string {
  if (status >= 300 && status < 400) return '不跟随重定向：请登记重定向所指的地址。'
  if (status === 410) return '表示端点已不存在：正式推送遇到它会停用该端点。'
  if (status >= 500) return '请查看接收方日志。'
  return '请检查路径，以及接收方是否用此端点的密钥验签。'
}
