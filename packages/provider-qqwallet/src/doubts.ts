import { choice, type Decided, type DoubtTable, decideDoubts, whole } from '@tpkit/core/provider'

const DAY_S = 86_400
const PREPAY_LIFE_S = 7_200

/**
 * What the published pages leave open and what changes behaviour: an option each, under the account's `doubts`, with the
 * default that the evidence speaks for. The schema, the code and the provider's pages all stand on this one table.
 */
export const DOUBTS = {
  miniTradeType: choice(
    ['MINIAPP', 'JSAPI'],
    'The trade_type of a mini program: clients use MINIAPP, one ran in production with JSAPI, the official list has neither name for it.',
    '小程序的 trade_type：多数客户端用 MINIAPP，也有用 JSAPI 上线的，官方列表没有说明。',
  ),
  jsapiToken: choice(
    ['bare', 'prefixed'],
    'The tokenId of mqq.tenpay.pay: the bare prepay_id, or one client\'s "prepay_id=" before it.',
    'mqq.tenpay.pay 的 tokenId：直接用 prepay_id，还是像某个客户端那样加上“prepay_id=”。',
  ),
  launchKey: choice(
    ['appKey', 'apiKey'],
    "The key of the app's launch signature: the open platform's appKey, or one client's API key.",
    'APP 调起签名的密钥：开放平台的 appKey，还是像某个客户端那样用 API 密钥。',
  ),
  signType: choice(
    ['MD5', 'HMAC-SHA256'],
    'The pages know MD5 only; two clients offer HMAC-SHA256 and send sign_type. The account decides, never a message.',
    '官方文档只有 MD5；有两个客户端提供 HMAC-SHA256 并发送 sign_type。由账户配置决定，绝不由报文决定。',
  ),
  textLength: choice(
    ['characters', 'bytes'],
    'Whether String(n) counts characters or UTF-8 bytes.',
    'String(n) 按字符还是按 UTF-8 字节计算。',
  ),
  emoji: choice(
    ['refuse', 'send'],
    'Four-byte characters in texts: many wallets cut them off, so they are refused before anything is sent.',
    '文本中的四字节字符：许多系统会截断，因此默认在发送之前拒绝。',
  ),
  paymentCode: choice(
    ['91', 'any'],
    'The form of a payment code (付款码): 18 digits that begin with 91, or any 12 to 32 digits should the wallet issue others.',
    '付款码的形式：91 开头的 18 位数字；如果钱包启用其他号段，可放宽为任意 12 至 32 位数字。',
  ),
  largestAmountFen: whole(
    1_000_000_000,
    [1, 999_999_999_999_999],
    'The largest order, in fen: nothing is said; 10,000,000.00 yuan stays inside a signed 32-bit number.',
    '订单金额上限，单位为分：没有说明；10,000,000.00 元不超过 32 位有符号整数。',
  ),
  contractCodeLength: whole(
    64,
    [1, 128],
    'The longest contract_code (签约协议号): one source says 64, another 128.',
    '签约协议号 contract_code 的最大长度：一个来源说 64，另一个说 128。',
  ),
  shortestExpirySeconds: whole(
    1,
    [1, PREPAY_LIFE_S],
    'The least distance of an expiry (expiresAt) from now: nothing is said.',
    '有效期（expiresAt）距当前的最短间隔：没有说明。',
  ),
  qrLifeSeconds: whole(
    PREPAY_LIFE_S,
    [60, PREPAY_LIFE_S],
    'How long a QR code lives: nothing is said; the session behind it lives two hours.',
    '二维码的有效期：没有说明；其预支付会话有效两小时。',
  ),
  quietSeconds: whole(
    300,
    [0, DAY_S],
    'How long after pay or refund "no such order" means nothing, for the call may still be on its way: the page says "retry a few times"; five minutes outlive a payment code.',
    '下单或退款后多久之内“订单不存在”不代表任何事（请求可能仍在途中）：文档只说“重试几次”；五分钟长于付款码的有效期。',
  ),
  earliestCloseSeconds: whole(
    300,
    [0, DAY_S],
    'How long after pay a close is first allowed: one client quotes five minutes, and nobody knows the code of "too early".',
    '下单后多久才可关单：一个客户端引用为五分钟，“太早”的错误码不明。',
  ),
  earliestReverseSeconds: whole(
    300,
    [1, DAY_S],
    'How long after a micropay a reversal is first sensible: the page advises five minutes, an old demo reversed after 30 seconds.',
    '付款码支付后多久才宜撤销：文档建议五分钟，旧示例在 30 秒后就撤销。',
  ),
  failureStatus: choice(
    ['error', 'ok'],
    'The HTTP status beside a FAIL that answers a notify: an error status (400, 500), or 200.',
    '对通知应答 FAIL 时的 HTTP 状态码：错误状态码（400、500），还是 200。',
  ),
  statementPacking: choice(
    ['gzip', 'none'],
    'Whether the trade statement is asked for packed (tar_type GZIP) or plain.',
    '交易账单以压缩（tar_type GZIP）还是纯文本形式下载。',
  ),
  fundPacking: choice(['none', 'gzip'], 'Whether the fund statement knows tar_type at all.', '资金账单是否支持 tar_type。'),
  statementTotals: choice(
    ['payments', 'lines'],
    'Whether the totals count the order amounts of refund lines as well; the only sample has zeros there.',
    '汇总是否把退款行中的订单金额也计入；唯一的样本中这些值为 0。',
  ),
  noBill: choice(
    ['failure', 'empty'],
    'An error that says "no bill" (无账单) and no documented code: the pages know none, so a failure; or a day without payments.',
    '返回“无账单”（no bill）且没有文档中的错误码：文档中没有这种应答，视为失败；也可视为当天没有交易。',
  ),
} as const satisfies DoubtTable

/** How each doubt is decided for one account. */
export type Doubts = Decided<typeof DOUBTS>

/** Every doubt decided: what the account says, else the default. Throws `CONFIG` for a name or value that is not in the table. */
export function decided(said?: Partial<Doubts>): Doubts {
  return decideDoubts(DOUBTS, said)
}
