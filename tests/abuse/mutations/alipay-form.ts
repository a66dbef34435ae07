import { aliFields } from '../world/alipay.ts'
import { bad, either, type Recipe, withText } from './recipe.ts'

/** What is no form any more, or one with more in it. */
export const ALIPAY_FORM: readonly Recipe[] = [
  either(
    'an ampersand behind it',
    withText((text) => `${text}&`),
  ),
  either(
    'an ampersand in front',
    withText((text) => `&${text}`),
  ),
  either(
    'two ampersands',
    withText((text) => text.replace('&', '&&')),
  ),
  bad(
    'semicolons instead of ampersands',
    withText((text) => text.replaceAll('&', ';')),
  ),
  bad(
    'colons instead of equals signs',
    withText((text) => text.replaceAll('=', ':')),
  ),
  bad(
    'escaped once more',
    withText((text) => text.replaceAll('%', '%25')),
  ),
  bad(
    'not escaped at all',
    withText((text) => decodeURIComponent(text.replaceAll('+', ' '))),
  ),
  bad(
    'a wrong escape',
    withText((text) => text.replace('%', '%Z')),
  ),
  bad(
    'a field more',
    withText((text) => `${text}&a=1`),
  ),
  bad(
    'a field more in front',
    withText((text) => `a=1&${text}`),
  ),
  bad(
    'a field without a name',
    withText((text) => `${text}&=1`),
  ),
  bad(
    'a second form behind a line feed',
    withText((text) => `${text}\n${text}`),
  ),
  bad('as JSON', (message) => ({ headers: message.headers, body: Buffer.from(JSON.stringify(aliFields(message.body))) })),
  bad('as XML', (message) => ({
    headers: message.headers,
    body: Buffer.from(
      `<xml>${Object.entries(aliFields(message.body))
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join('')}</xml>`,
    ),
  })),
  bad(
    'sign without its padding changed',
    withText((text) => text.replace(/sign=(...)/, 'sign=AAA')),
  ),
  bad(
    'sign_type=RSA',
    withText((text) => text.replace('sign_type=RSA2', 'sign_type=RSA')),
  ),
  bad(
    'sign_type=rsa2',
    withText((text) => text.replace('sign_type=RSA2', 'sign_type=rsa2')),
  ),
  bad(
    'charset=GBK',
    withText((text) => text.replace(/charset=utf-8/i, 'charset=GBK')),
  ),
]
