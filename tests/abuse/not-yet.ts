/** Cases that cannot be tested yet, and why. They are listed, and never counted. */
export const NOT_YET: Readonly<Record<string, string>> = {
  A077: 'calls of apps bring an API key and are not signed, so that there is no timestamp or nonce to repeat',
  A079: 'there is no console yet',
  A080: 'there is no console yet that would show stored text',
  A081: 'there is no console yet, and so no second factor',
  A082: 'there is no export yet',
  A084: 'there is no console yet',
}
