import { isIP } from 'node:net'
import type { PageRequest } from './answer.ts'

/**
 * Why a request to the sandbox's own pages is refused; undefined for a good one. Whatever else the browser has open must
 * not press "pay" here, nor read the books: not by another name for this address (DNS rebinding), not from another origin.
 */
export function refusal(request: PageRequest, ownHost: string): string | undefined {
  const host = request.header('host') ?? ''
  if (!isOwnName(host, ownHost)) return `Host: expected an IP address, localhost or ${ownHost}, found another name`
  const origin = request.header('origin')
  if (origin !== undefined && origin !== `http://${host}`) {
    return 'Origin: expected a page of this sandbox, found another'
  }
  return undefined
}

/** Only a name can be pointed elsewhere; an address is what it is. */
function isOwnName(host: string, ownHost: string): boolean {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
  return isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0 || name === 'localhost' || name === ownHost.toLowerCase()
}
