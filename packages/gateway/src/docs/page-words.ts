/** The page's own words; everything else stands in the document. */
export const PAGE_WORDS = {
  en: {
    key: 'Every call under /v1 brings an API key of one merchant. Keys that begin with tpk_test_ open a gateway in development.',
    errors: 'Problems and what to do',
    schemas: 'Objects',
    field: 'Field',
    type: 'Type',
    meaning: 'Meaning',
    optional: 'optional',
    scope: 'Scope',
    body: 'Body',
    answers: 'Answers',
    deprecated: 'Deprecated',
  },
  zh: {
    key: '/v1 下的请求均须携带某一商户的 接口密钥；tpk_test_ 开头的密钥用于开发模式的网关。',
    errors: '错误与处理',
    schemas: '对象',
    field: '字段',
    type: '类型',
    meaning: '含义',
    optional: '可选',
    scope: '权限',
    body: '请求体',
    answers: '应答',
    deprecated: '已弃用',
  },
} as const
