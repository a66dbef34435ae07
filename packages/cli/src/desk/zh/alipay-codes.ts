import type { Twin } from './pattern.ts'

/** What the wallet's error codes mean and what to do: packages/provider-alipay/src/codes.ts. What it shares with the other wallets stands there. */
export const ALIPAY_CODES: readonly Twin[] = [
  ['Alipay answered {call:word} with {code:word}: {advice*}', '支付宝对 {call} 应答 {code}：{advice}'],
  [
    'too many calls, so the gateway did not pass this one on; ask again later, at longer distances',
    '请求过于频繁，网关没有转发这次请求；请稍后再试，并放慢频率',
  ],
  [
    "the signature does not fit; compare privateKey with the application's public key on the open platform (应用公钥, RSA2)",
    '签名不符；请与开放平台上的应用公钥（RSA2）核对 privateKey',
  ],
  [
    'the gateway does not know the application, or it is not online; correct appId (应用 APPID), or publish it',
    '网关不认识该应用，或应用未上线；请改正 appId（应用 APPID），或发布应用',
  ],
  [
    'the application may not do this; sign the product on the open platform (产品绑定), and for a merchant of yours set appAuthToken',
    '应用没有此权限；请在开放平台绑定产品，服务商请为商户设置 appAuthToken',
  ],
  [
    'a certificate is missing, over or another; download the three files of the console anew (公钥证书)',
    '证书缺失、过期或不对；请从控制台重新下载三个公钥证书文件',
  ],
  [
    'the content encryption does not fit; compare contentKey with the open platform (接口内容加密方式)',
    '内容加密不符；请与开放平台核对 contentKey（接口内容加密方式）',
  ],
  [
    'the authorisation of the merchant (应用授权令牌) is wrong, over or not for this call; have it given anew and correct appAuthToken',
    '应用授权令牌错误、过期或不适用于此调用；请让商户重新授权，并改正 appAuthToken',
  ],
  [
    "the wallet does not take this content; read the wallet's words beside this, and correct the command",
    '钱包不接受此内容；请看钱包的原话，并修改命令参数',
  ],
  [
    "the amount is above a limit of the merchant's; have the limit raised at the wallet",
    '金额超过商户限额；请向钱包申请提高限额',
  ],
  [
    "the merchant's contract, account or store stands against it; read the wallet's words beside this, and mend it at the wallet (签约)",
    '商户的签约、账户或门店有问题；请看钱包的原话，并在钱包处理（签约）',
  ],
  ['a code was given out under this number before; query it before anything else', '此单号已经生成过二维码；请先查询'],
  [
    'this payer cannot pay it in this way; ask for another way to pay, under a new number',
    '付款人无法以这种方式支付；请换一种支付方式，使用新的单号',
  ],
  [
    'the wallet knows no such order yet, so nothing was done; a payer who still scans or confirms may create it',
    '钱包尚无此订单，因此没有执行；付款人之后扫码或确认仍会创建它',
  ],
  ['the wallet cannot tell for now; ask again later', '钱包暂时无法回答；请稍后再查'],
  [
    "the merchant's balance is too small; top up, then repeat it unchanged under its number",
    '商户余额不足；请充值，再用原单号原样重发',
  ],
  [
    'the amount does not fit what is left of the payment; compare with the refunds that were made',
    '金额与可退余额不符；请与已有退款核对',
  ],
  [
    'a refund of another amount was made under this number; query it, and take a new number for another one',
    '此退款单号已有金额不同的退款；请查询，另一笔退款请用新的单号',
  ],
  [
    'the wallet does not give this payment back any more, or not in parts; settle it with the payer by hand',
    '钱包不再支持此支付退款，或不支持部分退款；请与付款人线下处理',
  ],
  ['the payment is frozen; ask the wallet why', '交易已被冻结；请向钱包询问原因'],
  [
    'the fee did not come back, and how far the refund got is not said; repeat it later, unchanged under its number',
    '手续费未能退回，且没有说明退款进行到哪一步；请稍后用原单号原样重发',
  ],
  ["the payer's account cannot take it; settle it with the payer by hand", '付款人的账户无法收款；请与付款人线下处理'],
  ['shares of this payment (分账) stand against it; settle them at the wallet first', '此支付的分账尚未处理；请先在钱包处理'],
  ['too many calls; ask for the bill later', '请求过于频繁；请稍后再申请账单'],
  [
    "the wallet has no such bill for this merchant; read the wallet's words beside this",
    '钱包没有该商户的此类账单；请看钱包的原话',
  ],
]
