import { tpError } from '@tpkit/core/errors'
import type { EndpointRef } from '../backoffice.ts'
import { missing, shown } from '../check.ts'
import type { BackofficePorts } from '../ports.ts'
import type { WebhookEndpointRow } from '../rows.ts'

const MOST_CHARACTERS = 2_048

/**
 * The address as it is kept. What its text tells is looked at here; where its name leads, when something is sent: names may change
 * their minds.
 */
export function checkUrl(
  { plainHttp, refuseAddress }: Pick<BackofficePorts, 'plainHttp' | 'refuseAddress'>,
  text: string,
): string {
  const url = text.length <= MOST_CHARACTERS && !/[\s\p{C}]/u.test(text) ? URL.parse(text) : null
  const schemes: readonly string[] = plainHttp ? ['https:', 'http:'] : ['https:']
  if (url && schemes.includes(url.protocol) && url.username + url.password + url.hash === '') {
    refuseAddress?.(url.href)
    return url.href
  }
  // Neither path nor query is shown: they may be what the receiver knows us by.
  throw tpError(
    'INVALID',
    `url: expected an ${plainHttp ? 'http: or https:' : 'https:'} address such as https://shop.example.com/hooks, without user, password and fragment, found another; correct it`,
  )
}

/** Without repeats, in the order of the types that there are. */
export function checkTypes({ eventTypes }: Pick<BackofficePorts, 'eventTypes'>, types: readonly string[]): readonly string[] {
  const strange = types.find((type) => !eventTypes.includes(type))
  if (types.length > 0 && strange === undefined) return eventTypes.filter((type) => types.includes(type))
  const found = strange === undefined ? 'none' : shown(strange)
  throw tpError(
    'INVALID',
    `types: expected types of events (${eventTypes.join(', ')}), found ${found}; leave them out to hear of all`,
  )
}

/** One that was removed, or that another merchant has, is not there: one sentence for both. */
export async function demandEndpoint({ books }: Pick<BackofficePorts, 'books'>, ref: EndpointRef): Promise<WebhookEndpointRow> {
  const found = await books.endpoint(ref.id)
  if (found && found.merchant === ref.merchant && found.removedAt === undefined) return found
  throw missing(
    `webhook endpoint: expected the id of one that the merchant has, found none under ${shown(ref.id)}; look at the list`,
  )
}
