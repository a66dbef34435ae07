import { copies, ms, offset, type SandboxFault } from './fault.ts'
import { SIGNED_FORM_FAULTS } from './form-faults.ts'
import { doubtful, foreignNotify, forged, rows, torn, truthful, truthfulNotify } from './rows.ts'

const lasting = (fault: SandboxFault): SandboxFault => ({ ...fault, lasts: true })
const postponing = (fault: SandboxFault): SandboxFault => ({ ...lasting(fault), postpones: true })

const instead = rows('call', 'before', 'unproven')
const foreign = rows('call', 'message', 'foreign')
const lost = rows('call', 'transport', 'unproven')
const timed = rows('call', 'transport', 'harmless')

/** What can happen to a call at any wallet. The money may have moved; nothing that arrives proves it. */
const CALL_FAULTS: readonly SandboxFault[] = [
  instead('drop-before', 'the connection ends without an answer; the wallet did nothing', '连接中断，无应答；钱包未处理'),
  lost('drop-after', 'the connection ends without an answer; the wallet did it', '连接中断，无应答；钱包已处理'),
  lost(
    'hang',
    'the answer comes long after everybody stopped waiting; the wallet did it',
    '应答远超等待时间；钱包已处理',
    ms(600_000),
  ),
  timed('slow', 'the right answer comes late', '应答正确但来得慢', ms(3_000)),
  instead('http-500-before', 'HTTP 500; the wallet did nothing', 'HTTP 500；钱包未处理'),
  torn('http-502-after', 'HTTP 502 from something on the way; the wallet did it', '途中网关返回 HTTP 502；钱包已处理'),
  instead('http-503', 'HTTP 503; the wallet did nothing', 'HTTP 503；钱包未处理'),
  instead('http-429', 'HTTP 429, too many calls; the wallet did nothing', 'HTTP 429 调用过于频繁；钱包未处理'),
  instead('redirect', 'HTTP 302 to another address; the wallet did nothing', 'HTTP 302 跳转到其他地址；钱包未处理'),
  torn('html-200', 'an HTML page with status 200; the wallet did it', '状态 200 的 HTML 页面；钱包已处理'),
  torn('half-body', 'the first half of the answer; the wallet did it', '只收到应答的前半部分；钱包已处理'),
  torn('empty-body', 'an empty answer with status 200; the wallet did it', '状态 200 的空应答；钱包已处理'),
  torn('short-file', 'a line of the statement is missing, its totals are not', '账单缺少一行，汇总未变'),
  lasting(
    instead('outage', 'for a while every call is answered 503 and none is done', '一段时间内全部返回 503 且均不处理', ms(60_000)),
  ),
  postponing(
    instead(
      'outage-late',
      'for a while every call is answered 503, and is done when that is over',
      '一段时间内全部返回 503，结束后才处理',
      ms(60_000),
    ),
  ),
  instead('busy-undone', 'a signed "system error"; the wallet did nothing', '带签名的“系统错误”；钱包未处理'),
  doubtful('busy-done', 'a signed "system error"; the wallet did it', '带签名的“系统错误”；钱包已处理'),
  doubtful(
    'unlisted-code',
    'a signed refusal with a code that no page lists; the wallet did it',
    '带签名的拒绝，错误码不在文档中；钱包已处理',
  ),
  doubtful('unsigned-refusal', 'a refusal without signature; the wallet did it', '没有签名的拒绝；钱包已处理'),
  doubtful('unsigned-answer', 'the answer lacks its signature', '应答没有签名'),
  doubtful('broken-signature', 'the answer carries a signature that fits nothing', '应答的签名错误'),
  doubtful('other-key-answer', 'the answer is signed with a key that is not ours', '应答由其他密钥签名'),
  doubtful('key-rotated', "the answer is signed with the merchant's next key", '应答由商户的新密钥签名'),
  foreign('other-order-answer', 'the signed answer names another order', '带签名的应答属于其他订单'),
  foreign('foreign-merchant-answer', 'the signed answer names another merchant', '带签名的应答属于其他商户'),
  foreign('other-amount-answer', 'the signed answer names another amount', '带签名的应答金额不同'),
  truthful('extra-field-answer', 'the signed answer has a field that no page lists', '应答多出文档中没有的字段，签名正确'),
  truthful('few-fields-answer', 'the signed answer has only the fields that pages promise', '应答只有文档承诺的字段，签名正确'),
  truthful(
    'clock-skew',
    "the times in the answer are off: the wallet's clock is wrong",
    '应答中的时间有偏差：钱包时钟不准',
    offset(600_000),
  ),
  timed(
    'paid-before-answer',
    'the payer pays, and the notify is due, before the answer to pay comes',
    '支付应答到达之前，付款人已支付、通知已发出',
    ms(3_000),
  ),
]

const missing = rows('notify', 'transport', 'missing')
const scheduled = rows('notify', 'transport', 'harmless')
const tornNotify = rows('notify', 'after', 'forged')

/** What can happen to a notify at any wallet. The books are right all the time: a query tells. */
const NOTIFY_FAULTS: readonly SandboxFault[] = [
  missing('notify-lost', 'this try of the notify does not arrive', '本次通知未送达'),
  scheduled('notify-duplicate', 'the notify comes several times at once', '同一通知同时到达多次', copies(2)),
  scheduled('notify-late', 'the notify comes late', '通知迟到', ms(60_000)),
  scheduled(
    'notify-reordered',
    'the notify comes after the next one of another order',
    '通知晚于其他订单的下一个通知',
    ms(60_000),
  ),
  scheduled(
    'notify-repeats-after-ack',
    'the notify comes once more although it was acknowledged',
    '已应答成功的通知仍再次到达',
    ms(15_000),
  ),
  forged('notify-forged', 'the amount was changed after signing', '签名之后金额被篡改'),
  forged('notify-unsigned', 'the notify carries no signature', '通知没有签名'),
  forged('notify-broken-signature', 'the notify carries a signature that fits nothing', '通知的签名错误'),
  forged('notify-other-key', 'the notify is signed with a key that is not ours', '通知由其他密钥签名'),
  forged('notify-key-rotated', "the notify is signed with the merchant's next key", '通知由商户的新密钥签名'),
  tornNotify('notify-half-body', 'the first half of the notify', '只收到通知的前半部分'),
  tornNotify('notify-empty-body', 'a notify without a body', '通知内容为空'),
  foreignNotify('notify-wrong-amount', 'the signed notify names another amount', '带签名的通知金额不同'),
  foreignNotify('notify-foreign-merchant', 'the signed notify names another merchant', '带签名的通知属于其他商户'),
  foreignNotify('notify-foreign-currency', 'the signed notify names another currency', '带签名的通知币种不同'),
  foreignNotify('notify-other-order', 'the signed notify names another order', '带签名的通知属于其他订单'),
  truthfulNotify('notify-extra-field', 'the signed notify has a field that no page lists', '通知多出文档中没有的字段，签名正确'),
  truthfulNotify(
    'notify-few-fields',
    'the signed notify has only the fields that booking needs',
    '通知只有入账必需的字段，签名正确',
  ),
  truthfulNotify('notify-bad-time', 'the time of payment in the signed notify is none', '通知中的支付时间不是有效时间，签名正确'),
  truthfulNotify(
    'notify-clock-skew',
    "the times in the notify are off: the wallet's clock is wrong",
    '通知中的时间有偏差：钱包时钟不准',
    offset(600_000),
  ),
]

/** What only the dialect of XML and MD5 knows. */
const FLAT_XML_FAULTS: readonly SandboxFault[] = [
  doubtful(
    'return-code-fail',
    'an unsigned return_code FAIL without a code; the wallet did it',
    '没有签名的 return_code=FAIL，不带错误码；钱包已处理',
  ),
  truthful(
    'odd-case-state',
    'states in the signed answer are in another letter case, as old pages print them',
    '应答中的状态大小写不同（旧文档写法），签名正确',
  ),
  truthfulNotify(
    'notify-odd-case',
    'the state in the signed notify is in another letter case, as old pages print it',
    '通知中的状态大小写不同（旧文档写法），签名正确',
  ),
  truthfulNotify(
    'notify-with-return-code',
    'the signed notify has return_code and result_code, as those of relatives do',
    '通知带有 return_code 和 result_code，签名正确',
  ),
]

/** What only the dialect of JSON, RSA signatures and encrypted notifies knows. */
const SIGNED_JSON_FAULTS: readonly SandboxFault[] = [
  doubtful(
    'signature-probe',
    'the answer carries a wrong signature on purpose, to see whether it is refused; the wallet did it',
    '应答故意带错误签名（签名探测流量）；钱包已处理',
  ),
  doubtful('stale-answer', 'the answer was signed ten minutes ago', '应答的签名时间在十分钟之前'),
  doubtful('repeated-header', 'the signature header of the answer comes twice', '应答的签名头出现两次'),
  doubtful(
    'respelled-code',
    'a signed refusal whose code lacks its underscores; the wallet did it',
    '带签名的拒绝，错误码缺少下划线；钱包已处理',
  ),
  forged(
    'notify-signature-probe',
    'a wrong signature on purpose, to see whether it is refused',
    '故意带错误签名（签名探测流量）',
  ),
  forged('notify-stale', 'the notify was signed ten minutes ago', '通知的签名时间在十分钟之前'),
  forged('notify-repeated-header', 'the signature header of the notify comes twice', '通知的签名头出现两次'),
  forged(
    'notify-rewritten',
    'the notify was parsed and written anew on its way: the same JSON, other bytes',
    '通知在途中被重新序列化：JSON 相同，字节不同',
  ),
  forged('notify-tag-cut', 'the signed notify has content whose tag is too short', '带签名的通知，密文的认证标签被截短'),
  forged('notify-tag-flipped', 'the signed notify has content of which one bit was changed', '带签名的通知，密文被改动一位'),
  forged(
    'notify-other-data',
    'the signed notify has associated data that its content was not locked with',
    '带签名的通知，associated_data 与加密时不同',
  ),
]

/** What answers and notifies of forms do not say, so that nothing of it can be wrong. */
const UNSAID_IN_FORMS: readonly string[] = ['foreign-merchant-answer', 'notify-foreign-currency']

const COMMON_FAULTS: readonly SandboxFault[] = [...CALL_FAULTS, ...NOTIFY_FAULTS]

/** The faults of each dialect. */
export const DIALECT_FAULTS = {
  xml: [...COMMON_FAULTS, ...FLAT_XML_FAULTS],
  json: [...COMMON_FAULTS, ...SIGNED_JSON_FAULTS],
  form: [...COMMON_FAULTS.filter(({ name }) => !UNSAID_IN_FORMS.includes(name)), ...SIGNED_FORM_FAULTS],
} as const

/** Every fault that some wallet of the sandbox has. docs/faults.md holds the same table; a test compares them. */
export const FAULTS: readonly SandboxFault[] = [...DIALECT_FAULTS.xml, ...SIGNED_JSON_FAULTS, ...SIGNED_FORM_FAULTS]
