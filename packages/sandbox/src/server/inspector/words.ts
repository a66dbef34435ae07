import type { Language } from '../language.ts'

interface Words {
  readonly title: string
  readonly latest: string
  readonly none: string
  readonly older: string
  readonly saveCase: string
  readonly caseNote: string
  readonly time: string
  readonly direction: string
  readonly from: Readonly<Record<'merchant' | 'wallet', string>>
  readonly call: string
  readonly unknownCall: string
  readonly order: string
  readonly merchant: string
  readonly answer: string
  readonly noAnswer: string
  readonly answerAfter: (ms: number) => string
  readonly faults: string
  readonly signature: string
  readonly right: string
  readonly unsigned: string
  readonly unsignedNote: string
  readonly signedText: string
  readonly expected: string
  readonly found: string
  readonly nothing: string
  readonly request: string
  readonly fields: string
  readonly answerFields: string
  readonly unreadable: string
  readonly certificate: string
  readonly raw: string
  readonly rawRequest: string
  readonly rawAnswer: string
  readonly empty: string
  readonly bytes: (count: number) => string
  readonly copy: string
  readonly copyNote: string
  readonly curl: string
  /** By who sent it. */
  readonly curlNote: Readonly<Record<'merchant' | 'wallet', string>>
  readonly test: string
  readonly testNote: string
  readonly download: string
  readonly back: string
  readonly notFound: string
}

export const WORDS: Readonly<Record<Language, Words>> = {
  zh: {
    title: '报文检查',
    latest: '最近的报文',
    none: '还没有报文，页面会自动刷新。',
    older: '更早的报文',
    saveCase: '保存为 .tpcase',
    caseNote: '把钱包经历的一切存成一个文件，可在别处重放；其中包含商户的密钥，仅限沙箱使用。',
    time: '北京时间',
    direction: '方向',
    from: { merchant: '商户 → 钱包', wallet: '钱包 → 商户' },
    call: '接口',
    unknownCall: '未知接口',
    order: '订单',
    merchant: '商户',
    answer: '应答',
    noAnswer: '无应答',
    answerAfter: (ms) => `延迟 ${ms} 毫秒应答`,
    faults: '故障',
    signature: '签名',
    right: '正确',
    unsigned: '未检查',
    unsignedNote: '没有可以检查的签名，或者不知道应使用谁的密钥。',
    signedText: '待签名字符串（密钥和密码已隐藏）',
    expected: '应为',
    found: '实为',
    nothing: '（无）',
    request: '请求',
    fields: '请求字段',
    answerFields: '应答字段',
    unreadable: '无法解析出字段。',
    certificate: '客户端证书',
    raw: '原始报文',
    rawRequest: '原始请求',
    rawAnswer: '原始应答',
    empty: '（空）',
    bytes: (count) => `${count} 字节，不是 UTF-8，以 Base64 显示`,
    copy: '复制',
    copyNote:
      '上面隐去了操作员密码，付款码只显示首尾。复制的内容、原始报文和 .tpcase 保留实际发送的字节，其中包含密码的 MD5 和完整的付款码。',
    curl: '复制为 curl 命令',
    curlNote: { merchant: '可直接在终端执行，发往这个沙箱：', wallet: '可直接在终端执行，发往店铺接收通知的地址：' },
    test: '复制为测试',
    testNote: '同样的字节，期望同样的应答。API 密钥不写在文件里，从环境变量读取。',
    download: '下载',
    back: '返回列表',
    notFound: '没有这条报文，或它已不在最近的报文中。',
  },
  en: {
    title: 'Inspector',
    latest: 'Latest messages',
    none: 'No message yet; this page refreshes itself.',
    older: 'Older messages',
    saveCase: 'Save as .tpcase',
    caseNote:
      "Everything that happened to the wallet in one file, to be replayed elsewhere. It holds the merchants' keys: for throwaway ones only.",
    time: 'Beijing time',
    direction: 'Direction',
    from: { merchant: 'merchant → wallet', wallet: 'wallet → merchant' },
    call: 'Call',
    unknownCall: 'unknown call',
    order: 'Order',
    merchant: 'Merchant',
    answer: 'Answer',
    noAnswer: 'no answer',
    answerAfter: (ms) => `answered after ${ms} ms`,
    faults: 'Faults',
    signature: 'Signature',
    right: 'right',
    unsigned: 'not checked',
    unsignedNote: 'There is no signature to check, or nobody knows whose key to use.',
    signedText: 'String that was signed (key and password are hidden)',
    expected: 'Expected',
    found: 'Found',
    nothing: '(none)',
    request: 'Request',
    fields: 'Request fields',
    answerFields: 'Answer fields',
    unreadable: 'No fields could be read.',
    certificate: 'Client certificate',
    raw: 'Raw messages',
    rawRequest: 'Raw request',
    rawAnswer: 'Raw answer',
    empty: '(empty)',
    bytes: (count) => `${count} bytes that are no UTF-8, shown as Base64`,
    copy: 'Copy',
    copyNote:
      "Above, the operator's password is hidden and a payment code shortened. The copies, the raw messages and the .tpcase keep the bytes that were sent: the MD5 of the password, and the whole code.",
    curl: 'Copy as curl',
    curlNote: {
      merchant: 'Ready for a terminal; it goes to this sandbox:',
      wallet: "Ready for a terminal; it goes to the shop's own notify address:",
    },
    test: 'Copy as a test',
    testNote: 'The same bytes, and the same answer expected. The API key is not written down: it comes from the environment.',
    download: 'Download',
    back: 'Back to the list',
    notFound: 'There is no such message, or it is not among the latest any more.',
  },
}
