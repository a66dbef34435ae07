import type { Twin } from './pattern.ts'

/** What the wallet's error codes mean and what to do: packages/provider-qqwallet/src/{codes,finding,probe,reverse}.ts. */
export const QQWALLET_CODES: readonly Twin[] = [
  ['QQ Wallet answered {call:word} with {code:word}: {advice*}', 'QQ钱包对 {call} 应答 {code}：{advice}'],
  ['a mandatory field is missing; correct the command or the account', '缺少必填字段；请修改命令参数或账户配置'],
  ['a field is not filled as documented; correct the command or the account', '某个字段未按文档填写；请修改命令参数或账户配置'],
  [
    'the signature is wrong; compare apiKey with the merchant platform (账户管理 → API安全)',
    '签名错误；请与商户平台核对 apiKey（账户管理 → API安全）',
  ],
  ['the wallet could not read the XML; report it as a bug of this plugin', '钱包无法解析 XML；请作为本插件的缺陷报告'],
  [
    'the wallet saw no POST; look for a proxy on the way that changes requests',
    '钱包收到的不是 POST；请检查途中是否有改写请求的代理',
  ],
  [
    'the wallet saw an empty body; look for a proxy on the way that changes requests',
    '钱包收到的报文为空；请检查途中是否有改写请求的代理',
  ],
  [
    'the wallet saw no UTF-8; look for a proxy on the way that changes requests',
    '钱包收到的不是 UTF-8；请检查途中是否有改写请求的代理',
  ],
  [
    'the merchant has no permission for this interface; apply for it on the merchant platform',
    '商户没有此接口的权限；请在商户平台申请开通',
  ],
  ['the wallet does not know the application; correct appId', '钱包不认识该应用；请改正 appId'],
  ['the wallet does not know the merchant number; correct mchId', '钱包不认识该商户号；请改正 mchId'],
  [
    'application and merchant number are not bound to each other; correct appId or mchId',
    '应用与商户号没有绑定；请改正 appId 或 mchId',
  ],
  [
    'the wallet failed and may have done it all the same; query, or repeat the command unchanged under its number',
    '钱包出错，但操作可能已经完成；请查询，或用原单号原样重发',
  ],
  [
    'the wallet failed and may have taken the money all the same; wait 5 s and query, reverse when it stays unclear',
    '钱包出错，但可能已经扣款；请等 5 秒后查询，仍不明确则撤销',
  ],
  [
    'this number is paid already; query it and book what the query says, never pay under a new number',
    '该单号已支付；请查询并按查询结果入账，切勿换新单号支付',
  ],
  ['the order is paid, so nothing was closed; query it and book the payment', '订单已支付，因此没有关单；请查询并入账'],
  [
    'an order with other content exists under this number; query it before anything else',
    '该单号下已有内容不同的订单；请先查询，再做其他操作',
  ],
  [
    'the order is closed and its number cannot be paid again; a new attempt takes a new number',
    '订单已关闭，该单号不能再支付；新的支付尝试请用新单号',
  ],
  ['closed already', '已经关闭'],
  [
    'the wallet knows no such order, or it is too old to be found by our numbers: see absence.ts',
    '钱包查无此单，或订单太久，无法用商户单号查到',
  ],
  [
    'the wallet knows no such order yet, so nothing was closed; a pay call still on its way may create it',
    '钱包目前查无此单，因此没有关单；仍在途中的下单请求可能稍后生成它',
  ],
  [
    'the wallet knows no such order yet, so nothing was reversed; a micropay still on its way may create it: query, then reverse again',
    '钱包目前查无此单，因此没有撤销；仍在途中的付款码支付可能稍后生成它：请查询，然后再次撤销',
  ],
  [
    'the wallet found no such order; give the transactionId, which it demands 30 days after payment',
    '钱包查无此单；请给出交易号：支付满 30 天后必须提供',
  ],
  [
    'the refundable balance is too small; top up or name another refundAccount, then repeat the same outRefundNo',
    '可退余额不足；请充值或改用另一个 refundAccount，然后用同一商户退款单号重发',
  ],
  ["the payer's account was cancelled; settle this refund with the payer by hand", '付款人的账户已注销；请与付款人线下退款'],
  ['the transactionId is wrong or names a payment that failed; correct it', '交易号错误，或对应的支付没有成功；请改正'],
  [
    'the payer has to type the password; query every 10 s for about 30 s, then reverse',
    '付款人需要输入密码；请每 10 秒查询一次，约 30 秒后撤销',
  ],
  [
    'the payment code is wrong, used or too old; a new code of the payer is a new attempt under a new number',
    '付款码错误、已使用或已过期；请付款人出示新的付款码，并用新单号重新支付',
  ],
  [
    'the payer has not enough money there; ask for another card and a new payment code, under a new number',
    '付款人余额不足；请换一张卡并出示新的付款码，用新单号重新支付',
  ],
  [
    'this code is not documented for this call, so it proves nothing; query before anything else',
    '文档没有说明此调用会有这个错误码，因此不能证明任何事；请先查询，再做其他操作',
  ],
  [
    "it gave no err_code, so nothing is proven; read the wallet's words beside this, then query",
    '没有给出 err_code，因此不能证明任何事；请看钱包的原话，然后查询',
  ],
  [
    'this came without signature and is not decided before execution, so it proves nothing; query',
    '应答没有签名，且不是执行前的判定，因此不能证明任何事；请查询',
  ],
  [
    'QQ Wallet answered reverse with recall {recall:word}: it is not finished; call reverse again, unchanged',
    'QQ钱包对撤销应答 recall {recall}：撤销尚未完成；请原样再次撤销',
  ],
  [
    'QQ Wallet took our signature and we took its own: mchId, apiKey and the way there are right. Certificate and operator are not tried: only a refund or a reversal uses them.',
    'QQ钱包接受了我方签名，其签名也已验证：商户号、API 密钥和网络都正确。证书和操作员没有试过：只有退款或撤销才会用到。',
  ],
]
