import { choice, type Decided, type DoubtTable, decideDoubts, whole } from '@tpkit/core/provider'

const DAY_S = 86_400

/**
 * What the published pages leave open and what changes behaviour: an option each, under the account's `doubts`, with the
 * default that the evidence speaks for. The schema, the code and the provider's pages all stand on this one table.
 */
export const DOUBTS = {
  nativeProduct: choice(
    ['FACE_TO_FACE_PAYMENT', 'QR_CODE_OFFLINE'],
    'The product of codes (scene native): FACE_TO_FACE_PAYMENT for contracts of 当面付, QR_CODE_OFFLINE for those of 订单码, where it is required.',
    '扫码（native）使用的产品码：当面付签约为 FACE_TO_FACE_PAYMENT，订单码签约必须为 QR_CODE_OFFLINE。',
  ),
  counterProduct: choice(
    ['FACE_TO_FACE_PAYMENT', 'OFFLINE_PAYMENT'],
    'The product of payment codes (付款码): FACE_TO_FACE_PAYMENT, or OFFLINE_PAYMENT for the quick contract.',
    '付款码使用的产品码：FACE_TO_FACE_PAYMENT；快捷签约为 OFFLINE_PAYMENT。',
  ),
  businessParams: choice(
    ['object', 'text'],
    'Whether business_params, which holds the address of the payer, is a JSON object or JSON in a text: the pages have both.',
    'business_params（含用户 IP）以 JSON 对象还是 JSON 字符串传入：文档两种写法都有。',
  ),
  appPayToken: choice(
    ['send', 'leave-out'],
    'Whether app payments of a service provider carry app_auth_token: older pages say that it is not supported there.',
    '服务商的 APP 支付是否携带 app_auth_token：旧文档称不支持。',
  ),
  subjectEmoji: choice(
    ['refuse', 'send'],
    'Whether a subject or body may hold emoji: the pages forbid "special characters such as / = &" and do not name them.',
    '订单标题和描述能否包含表情符号：文档只说不可使用“/、=、& 等特殊字符”，没有提到。',
  ),
  refundDataWithoutStatus: choice(
    ['processing', 'refunded'],
    'What a refund query says that has refund_amount and no refund_status: older pages call that a success; today the status alone means it.',
    '退款查询有 refund_amount 而没有 refund_status 时如何判定：旧文档视为成功；现行文档只以状态为准。',
  ),
  refundWindowDays: whole(
    365,
    [1, 3_650],
    'How long after payment a refund is possible, in days: the contract says; pages have twelve months, older ones three.',
    '支付后多少天内可以退款：以签约为准；现行文档为十二个月，旧文档为三个月。',
  ),
  quietSeconds: whole(
    300,
    [0, DAY_S],
    'How long after pay or refund "no such order" means nothing, for the call may still be on its way: nothing is said.',
    '下单或退款后多久之内“订单不存在”不代表任何事（请求可能仍在途中）：没有说明。',
  ),
  giveUpSeconds: whole(
    45,
    [10, 600],
    'How long the counter waits for the password of the payer before it reverses: the pages say 30 to 60 seconds.',
    '收银台等待用户输入密码多久后撤销：文档为 30 至 60 秒。',
  ),
} as const satisfies DoubtTable

/** How each doubt is decided for one account. */
export type Doubts = Decided<typeof DOUBTS>

/** Every doubt decided: what the account says, else the default. Throws `CONFIG` for a name or value that is not in the table. */
export function decided(said?: Partial<Doubts>): Doubts {
  return decideDoubts(DOUBTS, said)
}
