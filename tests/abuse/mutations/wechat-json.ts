import { bad, type Recipe, withText } from './recipe.ts'

/** Other bytes, which the signature is over: the same JSON, another, or none. */
export const WECHAT_JSON: readonly Recipe[] = [
  bad(
    'a space behind the brace',
    withText((text) => text.replace('{', '{ ')),
  ),
  bad(
    'a line feed behind it',
    withText((text) => `${text}\n`),
  ),
  bad(
    'a mark of UTF-8 in front',
    withText((text) => `\ufeff${text}`),
  ),
  bad(
    'written anew with spaces',
    withText((text) => JSON.stringify(JSON.parse(text), null, 2)),
  ),
  bad(
    'names in another order',
    withText((text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).toReversed()))),
  ),
  bad(
    'a letter as its escape',
    withText((text) => text.replace('"id"', '"\\u0069d"')),
  ),
  bad(
    'slashes escaped',
    withText((text) => text.replaceAll('/', '\\/')),
  ),
  bad(
    'a name more',
    withText((text) => text.replace('{', '{"a":1,')),
  ),
  bad(
    'in a list',
    withText((text) => `[${text}]`),
  ),
  bad(
    'a comma more',
    withText((text) => text.replace(/\}$/, ',}')),
  ),
  bad(
    'a comment',
    withText((text) => `${text}//x`),
  ),
  bad(
    'without quotes',
    withText((text) => text.replaceAll('"', '')),
  ),
  bad(
    'with quotes of another kind',
    withText((text) => text.replaceAll('"', "'")),
  ),
  bad(
    'ciphertext of another length',
    withText((text) => text.replace(/"ciphertext":"..../, '"ciphertext":"')),
  ),
  bad(
    'the empty object',
    withText(() => '{}'),
  ),
  bad(
    'null',
    withText(() => 'null'),
  ),
  bad(
    'the envelope without its resource',
    withText((text) => JSON.stringify({ ...JSON.parse(text), resource: undefined })),
  ),
  bad(
    'the resource alone',
    withText((text) => JSON.stringify(JSON.parse(text).resource)),
  ),
]
