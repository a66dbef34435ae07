import type { SandboxFault } from './fault.ts'
import { doubtful, foreignNotify, forged, rows, torn, truthful, truthfulNotify } from './rows.ts'

/** What only the dialect of forms, RSA2 and packed bills knows. */
export const SIGNED_FORM_FAULTS: readonly SandboxFault[] = [
  doubtful(
    'busy-in-business',
    'a signed business error that says "system error"; the wallet did it',
    '带签名的业务错误“系统错误”；钱包已处理',
  ),
  doubtful(
    'misspelled-code',
    'a signed refusal whose code is misspelled, as pages print it; the wallet did it',
    '带签名的拒绝，错误码拼写有误（文档写法）；钱包已处理',
  ),
  doubtful('edited-answer', 'a value of the answer was changed after signing', '应答签名之后内容被篡改'),
  doubtful(
    'rewritten-answer',
    'the answer was parsed and written anew on its way: the same JSON, other bytes',
    '应答在途中被重新序列化：JSON 相同，字节不同',
  ),
  doubtful('other-method-answer', 'the signed answer belongs to another method', '带签名的应答属于其他接口'),
  doubtful(
    'other-certificate-answer',
    'the answer names the certificate of an application and is signed with a key that is not ours',
    '应答使用应用证书的序列号，并由其他密钥签名',
  ),
  doubtful(
    'expired-certificate-answer',
    'the answer is signed with the key of a certificate that has expired',
    '应答由已过期证书的密钥签名',
  ),
  truthful(
    'no-fund-change',
    'the signed answer to a refund does not say that this call moved the money (fund_change)',
    '退款应答未说明本次调用已退款（fund_change），签名正确',
  ),
  torn('gbk-page', 'an error page in GBK with status 200; the wallet did it', '状态 200 的 GBK 错误页面；钱包已处理'),
  torn('cut-zip', 'the end of the packed statement is missing', '账单压缩包尾部缺失'),
  torn('zip-bomb', 'the packed statement unpacks to a quarter of a gigabyte of nothing', '账单压缩包解压后是 256 MB 空数据'),
  torn('zip-lying-size', 'the packed statement is larger than its archive says', '账单压缩包内声明的大小小于实际'),
  torn('zip-checksum', 'the packed statement has another checksum than its archive says', '账单压缩包的校验和不符'),
  torn(
    'zip-path-name',
    'the file in the packed statement has a path for a name, out of every folder',
    '账单压缩包内的文件名是跳出目录的路径',
  ),
  rows('call', 'after', 'foreign')('foreign-file', 'the statement is of another merchant', '账单属于其他商户'),
  forged('notify-sign-empty', 'the signature of the notify is empty', '通知的签名为空'),
  forged(
    'notify-sign-repeated',
    'the notify carries its signature and, once more, a wrong one',
    '通知带有正确签名，又重复一个错误签名',
  ),
  forged(
    'notify-downgraded',
    'the notify is signed with SHA-1 and says so: sign_type RSA',
    '通知使用 SHA-1 签名并声明 sign_type=RSA',
  ),
  forged('notify-escaped-twice', 'the values of the notify were escaped twice on its way', '通知的值在途中被重复转义'),
  forged(
    'notify-wrong-charset',
    'the notify was turned into GBK on its way and still says UTF-8',
    '通知在途中被转为 GBK，仍声明 UTF-8',
  ),
  foreignNotify('notify-foreign-app', 'the signed notify names another application', '带签名的通知属于其他应用'),
  truthfulNotify('notify-gbk', 'the notify is in GBK, and signed so', '通知使用 GBK 编码，签名正确'),
  truthfulNotify(
    'notify-zero-refund',
    'the signed notify of a payment has a refund_fee of 0.00',
    '支付通知带有 refund_fee=0.00，签名正确',
  ),
]
