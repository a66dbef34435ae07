import { ERRNO } from '../errno.ts'
import type { Twin } from './pattern.ts'

/** How parts are put together where no single text in the sources shows it. */
export const GLUE: readonly Twin[] = [
  ['{file}: one problem', '{file}：1 个问题'],
  ['{file}: {count:word} problems', '{file}：{count} 个问题'],
  ['{one*} or {other*}', '{one} 或 {other}'],
  [
    'expected plain data (text, numbers, true or false, lists, objects), {found*}',
    '应为普通数据（文本、数字、true 或 false、列表、对象），{found}',
  ],
  ['expected text that matches {pattern:any}', '应为符合 {pattern} 的文本'],
  ['expected number to be >={least:word}', '不应小于 {least}'],
  ['expected number to be <={most:word}', '不应大于 {most}'],
  ['expected int to be >={least:word}', '不应小于 {least}'],
  ['expected int to be <={most:word}', '不应大于 {most}'],
  ['expected string to have >={least:word} characters', '至少应有 {least} 个字符'],
  ['expected string to have <={most:word} characters', '最多 {most} 个字符'],
  ['{call*}: {sentence*}', '{call}：{sentence}'],
  ['{sentence*} ({code:word})', '{sentence}（{code}）'],
  ['{what*} "{shown:any}"', '{what} "{shown}"'],
  ...['native', 'micropay', 'jsapi', 'mini', 'app', 'h5', 'page'].map((scene): Twin => [scene, scene]),
  ['"{seconds:word} s from now"', '{seconds} 秒之后'],
  ['"one with user name, password or query"', '带用户名、密码或查询参数的地址'],
  ['"another name"', '其他名称'],
  ['or {condition*}', '或 {condition}'],
  ['methods.{method:word}', 'methods.{method}'],
  ['POST {address:word}', 'POST {address}'],
  ['GET {address:word}', 'GET {address}'],
  [' (process {pid:word} at {address:word})', '（进程 {pid}，{address}）'],
  ['order {number:word}, refund {refund:word}: {reason*}', '订单 {number}，退款 {refund}：{reason}'],
  ...Object.entries(ERRNO).map(([code, meaning]): Twin => [code, meaning]),
  ['https://host:port', 'https://host:port'],
  ['http://host:port', 'http://host:port'],
]
