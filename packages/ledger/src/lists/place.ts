import { tpError } from '@tpkit/core/errors'

/** Where a row stands in a list: moments alone are not unique. */
export interface Place {
  readonly id: unknown
  readonly created_at: unknown
}

/** As the `next` of a page says it. */
export function placeText({ id, created_at }: Place): string {
  return `${created_at}.${id}`
}

export function readPlace(text: string): { readonly at: number; readonly id: string } {
  const [, at, id] = /^([0-9]{1,15})\.(.{1,64})$/.exec(text) ?? []
  if (at !== undefined && id !== undefined) return { at: Number(at), id }
  throw tpError('INVALID', `after: expected the end of an earlier page, found ${JSON.stringify(text.slice(0, 40))}`)
}
