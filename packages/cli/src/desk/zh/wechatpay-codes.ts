import type { Twin } from './pattern.ts'

/** What the wallet's error codes mean and what to do: packages/provider-wechatpay/src/codes.ts. What it shares with QQ Wallet stands there. */
export const WECHATPAY_CODES: readonly Twin[] = [
  ['WeChat Pay answered {call:word} with {code:word}: {advice*}', '微信支付对 {call} 应答 {code}：{advice}'],
  [
    'a field is missing or not as documented; correct the command or the account',
    '缺少字段或字段不符合文档；请修改命令参数或账户配置',
  ],
  [
    "the signature is wrong; compare serial and privateKey with the merchant certificate, and this machine's clock",
    '签名错误；请与商户API证书核对 serial 和 privateKey，并检查本机时钟',
  ],
  ['the wallet does not know the merchant number; correct mchId or subMchId', '钱包不认识该商户号；请改正 mchId 或 subMchId'],
  [
    'the merchant has no permission for this product; apply for it on the merchant platform (产品中心)',
    '商户没有此产品的权限；请在商户平台（产品中心）申请开通',
  ],
  [
    'the wallet is not answering for now; query, or repeat the command unchanged under its number',
    '钱包暂时没有应答；请查询，或用原单号原样重发',
  ],
  [
    'too many calls; whether this one was taken is not said: wait, then query or repeat it unchanged',
    '请求过于频繁；没有说明这次是否受理：请等待后查询，或原样重发',
  ],
  [
    'it is against a rule or the state of the order (a number used twice, an order that is paid); query before anything else',
    '违反规则或与订单状态不符（单号重复使用、订单已支付等）；请先查询',
  ],
  [
    "it is against a rule or the state of the order, so nothing was done; read the wallet's words beside this, and query",
    '违反规则或与订单状态不符，因此没有执行；请看钱包的原话，并查询',
  ],
  [
    "the order's state stands against it, so nothing was done; query it and book what the query says",
    '与订单状态不符，因此没有执行；请查询订单，以查询结果入账',
  ],
  ['the wallet gives a reason in words only; query before anything else', '钱包只用文字说明了原因；请先查询'],
  ['a rule or a rate of the wallet stands against it; query, then try again later', '受钱包的规则或频率限制；请先查询，稍后再试'],
  ['a rule or a rate of the wallet stands against it; ask later', '受钱包的规则或频率限制；请稍后再查'],
  [
    'an order with other content exists under this number, or it is over; query it before anything else',
    '此单号已有内容不同的订单，或订单已经结束；请先查询',
  ],
  ['the order is over already; query it to see how it ended', '订单已经结束；请查询其结果'],
  [
    'the order was reversed and its number cannot be paid again; a new attempt takes a new number and a new code',
    '订单已撤销，其单号不能再支付；请用新的单号和新的付款码重新发起',
  ],
  [
    "the payer's account is abnormal; ask for another way to pay, under a new number",
    '付款人的账户异常；请换一种支付方式，使用新的单号',
  ],
  ['the wallet knows no such order', '钱包没有此订单'],
  [
    'the wallet knows no such order yet, so nothing was done; a pay call still on its way may create it',
    '钱包尚无此订单，因此没有执行；仍在途中的下单请求可能会创建它',
  ],
  ['the wallet found no such order; compare the numbers and the account', '钱包没有找到此订单；请核对单号和账户'],
  ['the wallet knows no such refund', '钱包没有此退款'],
  ['the wallet found no such paid order; compare the numbers and the account', '钱包没有找到已支付的订单；请核对单号和账户'],
  [
    'this merchant has no platform certificates (微信支付平台证书); set publicKey and publicKeyId (微信支付公钥) from the merchant platform (账户中心 → API安全)',
    '该商户没有微信支付平台证书；请设置商户平台（账户中心 → API安全）的微信支付公钥：publicKey 和 publicKeyId',
  ],
  [
    'the refundable balance is too small; top up or name another fundsAccount, then repeat the same outRefundNo',
    '可用于退款的余额不足；请充值或指定其他 fundsAccount，再用相同的 outRefundNo 重试',
  ],
  [
    'the wallet blocks this refund; read its words beside this and settle it on the merchant platform',
    '钱包拦截了这笔退款；请看钱包的原话，并在商户平台处理',
  ],
  [
    'the payer has to type the password; query every 5 to 10 s for about 45 s, then reverse',
    '付款人需要输入密码；请每 5 至 10 秒查询一次，约 45 秒后撤销',
  ],
  ['the payer is typing the password; reverse again, unchanged', '付款人正在输入密码；请原样再次撤销'],
  [
    'this card or this payer cannot pay it; ask for another way to pay and a new payment code, under a new number',
    '这张卡或这位付款人无法支付；请换一种支付方式和新的付款码，使用新的单号',
  ],
  ['it is too late to reverse; refund the payment instead', '已超过撤销期限；请改为退款'],
  ['a number names something else; correct the command', '单号对应的是别的内容；请修改命令参数'],
  ['nothing happened that day', '当天没有交易'],
  ['the bill is being made; ask again in 30 minutes', '账单正在生成；请 30 分钟后再试'],
]
