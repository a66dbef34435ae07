import { qqFields } from '../world/qq.ts'
import { bad, type Recipe, withText } from './recipe.ts'

/** What is no flat document any more, or one with more in it. */
export const QQ_XML: readonly Recipe[] = [
  bad(
    'another root',
    withText((text) => text.replaceAll(/(<\/?)xml>/g, '$1html>')),
  ),
  bad(
    'a root of capital letters',
    withText((text) => text.replaceAll(/(<\/?)xml>/g, '$1XML>')),
  ),
  bad(
    'a root around the root',
    withText((text) => `<xml>${text}</xml>`),
  ),
  bad(
    'without a root',
    withText((text) => text.replaceAll(/<\/?xml>/g, '')),
  ),
  bad(
    'an attribute',
    withText((text) => text.replace('<sign>', '<sign a="1">')),
  ),
  bad(
    'a namespace',
    withText((text) => text.replace('<xml>', '<xml xmlns="urn:x">')),
  ),
  bad(
    'a comment',
    withText((text) => text.replace('</xml>', '<!--x--></xml>')),
  ),
  bad(
    'text between fields',
    withText((text) => text.replace('</xml>', 'x</xml>')),
  ),
  bad(
    'a field in a field',
    withText((text) => text.replace('</xml>', '<a><b>1</b></a></xml>')),
  ),
  bad(
    'an end tag that does not fit',
    withText((text) => text.replace('</sign>', '</sing>')),
  ),
  bad(
    'a raw ampersand',
    withText((text) => text.replace('</xml>', '<a>x&y</a></xml>')),
  ),
  bad(
    'an entity of HTML',
    withText((text) => text.replace('</xml>', '<a>&nbsp;</a></xml>')),
  ),
  bad(
    'a field more',
    withText((text) => text.replace('</xml>', '<a>1</a></xml>')),
  ),
  bad(
    'a whole message behind it',
    withText((text) => `${text}${text.replace('SUCCESS', 'CLOSED')}`),
  ),
  bad('as JSON', (message) => ({ headers: message.headers, body: Buffer.from(JSON.stringify(qqFields(message.body))) })),
  bad('as a form', (message) => ({
    headers: message.headers,
    body: Buffer.from(String(new URLSearchParams(qqFields(message.body)))),
  })),
]
