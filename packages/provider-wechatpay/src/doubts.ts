import { choice, type Decided, type DoubtTable, decideDoubts, whole } from '@tpkit/core/provider'

const DAY_S = 86_400

/**
 * What the published pages leave open and what changes behaviour: an option each, under the account's `doubts`, with the
 * default that the evidence speaks for. The schema, the code and the provider's pages all stand on this one table.
 */
export const DOUBTS = {
  unsignedErrors: choice(
    ['prove-nothing', 'tell-absence'],
    'Whether "no such order" without a signature is believed. The pages do not say which error answers are signed; official clients do not look.',
    '没有签名的“订单不存在”是否可信：文档没有说明哪些错误应答带签名，官方 SDK 不校验错误应答的签名。',
  ),
  scanLocation: choice(
    ['store', 'none'],
    'Whether scene_info of a payment code (付款码) holds store_info: the present page shows it, older answers of the support leave it out. Sent only where storeId is set.',
    '付款码支付的 scene_info 是否包含 store_info：现行文档有，客服的旧答复中没有。仅在配置了 storeId 时发送。',
  ),
  billPacking: choice(
    ['gzip', 'none'],
    'Whether bills (账单) are asked for packed (tar_type GZIP) or plain; the digest stands over the unpacked bytes either way.',
    '账单以压缩（tar_type GZIP）还是纯文本形式下载；摘要始终针对解压后的内容。',
  ),
  billFees: choice(
    ['close', 'exact', 'ignore'],
    'How the total of fees fits the lines: lines have five decimals and totals two, and no page says where is rounded; close allows half a fen a line.',
    '手续费汇总与明细如何相符：明细五位小数、汇总两位小数，文档未说明在哪里舍入；close 允许每行半分误差。',
  ),
  acknowledgement: choice(
    ['json', 'empty'],
    'What a notify that was taken is answered with: 200 with code SUCCESS, as older pages show, or 204 without a body.',
    '对已接收通知的应答：200 加 code SUCCESS（旧文档），还是 204 无内容。',
  ),
  largestAmountFen: whole(
    1_000_000_000,
    [1, 999_999_999_999],
    'The largest order, in fen: nothing is said; 10,000,000.00 yuan stays inside a signed 32-bit number.',
    '订单金额上限，单位为分：没有说明；10,000,000.00 元不超过 32 位有符号整数。',
  ),
  quietSeconds: whole(
    300,
    [0, DAY_S],
    'How long after pay or refund "no such order" means nothing, for the call may still be on its way: nothing is said.',
    '下单或退款后多久之内“订单不存在”不代表任何事（请求可能仍在途中）：没有说明。',
  ),
  earliestCloseSeconds: whole(
    0,
    [0, DAY_S],
    'How long after pay a close is first allowed: older pages asked for five minutes, the present one does not.',
    '下单后多久才可关单：旧文档要求五分钟，现行文档没有要求。',
  ),
  earliestReverseSeconds: whole(
    15,
    [1, DAY_S],
    'How long after a payment code was sent a reversal is first sensible: 15 seconds on the page of the older interface.',
    '提交付款码后多久才宜撤销：旧接口文档为 15 秒。',
  ),
  giveUpSeconds: whole(
    45,
    [10, 600],
    'How long the counter waits for the password of the payer before it reverses: the pages say about 45 seconds.',
    '收银台等待用户输入密码多久后撤销：文档约为 45 秒。',
  ),
} as const satisfies DoubtTable

/** How each doubt is decided for one account. */
export type Doubts = Decided<typeof DOUBTS>

/** Every doubt decided: what the account says, else the default. Throws `CONFIG` for a name or value that is not in the table. */
export function decided(said?: Partial<Doubts>): Doubts {
  return decideDoubts(DOUBTS, said)
}
