import { z } from '@hono/zod-openapi'
import { named, said } from './said.ts'

const place = said(
  z.string(),
  'JSON pointer (RFC 6901) to the field of the body.',
  '请求体字段位置（JSON 指针，RFC 6901）。',
  '/total/amount',
)
const detail = said(
  z.string(),
  'A sentence for people: expected, found, what to do. It may improve; do not read it by program.',
  '说明：应为何、实为何、如何处理；文字可能改进，程序勿解析。',
  'total.amount: expected a whole number, found nothing',
)

export const Problem = named(
  z
    .object({
      type: said(
        z.string(),
        'Which kind of problem: a stable URI, and where it is explained.',
        '问题类型：稳定的 URI，指向说明。',
        'https://pay.example.com/docs/errors#INVALID',
      ),
      title: said(z.string(), 'The kind, in a few words.', '类型简述。', 'A field breaks a rule'),
      status: said(z.int(), 'The HTTP status.', 'HTTP 状态码。', 400),
      detail,
      instance: said(z.string(), 'Id of this request: name it to the operator.', '请求编号，求助时请提供。', 'req_5f0c'),
      code: said(
        z.enum([
          'INVALID',
          'UNSUPPORTED',
          'CONFIG',
          'UNAUTHORIZED',
          'NOT_FOUND',
          'CONFLICT',
          'DECLINED',
          'FUNDS',
          'LIMIT',
          'RATE',
          'UNAVAILABLE',
          'TIMEOUT',
          'UNVERIFIED',
          'MALFORMED',
          'INTERNAL',
        ]),
        'The TP code: stable.',
        'TP 错误码，稳定不变。',
      ),
      retry: said(
        z.enum(['never', 'same-number', 'later', 'after-fix', 'ask-payer']),
        'same-number: send the same call again, under the same number · later: wait first · after-fix: change program or configuration · ask-payer: the payer has to act · never.',
        'same-number：以同一单号原样重发 · later：稍后再试 · after-fix：修改程序或配置后再试 · ask-payer：需付款人处理 · never：不要重试。',
      ),
      wallet: said(
        z.object({
          code: said(z.string(), 'Its code.', '钱包错误码。', 'NOTENOUGH'),
          message: said(z.string(), 'Its words.', '钱包错误信息。').optional(),
        }),
        'What the wallet said.',
        '钱包返回的错误。',
      ).optional(),
      pointer: place.optional(),
      parameter: said(z.string(), 'The query parameter or header that is wrong.', '有误的查询参数或请求头。').optional(),
      errors: said(
        z.array(z.object({ pointer: place, detail })),
        'Every mistake of the body, where there are several.',
        '请求体有多处错误时逐一列出。',
      ).optional(),
    })
    .catchall(z.unknown()),
  'Problem',
  'Why a call was refused (RFC 9457).',
  '错误（RFC 9457）。',
)
