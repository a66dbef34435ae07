/** What a message about money must not be, and what their reader makes of it all the same. */
export const REFUSED: readonly (readonly [what: string, xml: string, theirs: unknown])[] = [
  ['a repeated name', '<xml><total_fee>1</total_fee><total_fee>2</total_fee></xml>', { total_fee: ['1', '2'] }],
  ['nesting', '<xml><a><b>1</b></a></xml>', { a: { b: '1' } }],
  ['attributes', '<xml><a b="1">2</a></xml>', { a: '2' }],
  ['a second root', '<xml><a>1</a></xml><xml2><a>2</a></xml2>', { a: '1' }],
  ['another root', '<html><a>1</a></html>', { a: '1' }],
  ['a field that does not end', '<xml><a>1</xml>', { a: '1' }],
  ['a raw ampersand', '<xml><a>b&c</a></xml>', { a: 'b&c' }],
  ['a character that XML forbids', '<xml><a>b\u0001</a></xml>', { a: 'b\u0001' }],
  ['no XML at all', 'busy', undefined],
]
