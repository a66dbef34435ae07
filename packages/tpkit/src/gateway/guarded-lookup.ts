import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { fail } from '@tpkit/core/errors'
import { TransportError } from '@tpkit/core/ports'
import { mayReach, type Reach } from './public-address.ts'

export interface Resolved {
  readonly address: string
  readonly family: number
}

/** All addresses of a name. */
export type Resolve = (name: string) => Promise<readonly Resolved[]>

export const systemResolve: Resolve = (name) => systemLookup(name, { all: true })

/**
 * A lookup for sockets, who connect to what it answers: no second look, after which the name could lead elsewhere (DNS rebinding).
 * One address that may not be called refuses them all; which one is not said.
 */
export function guardedLookup(resolve: Resolve, reach: Reach): LookupFunction {
  const checked = async (name: string): Promise<readonly Resolved[]> => {
    const found = await resolve(name)
    if (found.length > 0 && found.every(({ address }) => mayReach(address, reach))) return found
    throw notPublic(name)
  }
  return (name, { all }, answer) => {
    checked(name).then(
      (found) => {
        const [first = { address: '', family: 0 }] = found
        if (all) answer(null, [...found])
        else answer(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => answer(error, '', 0),
    )
  }
}

function notPublic(name: string): TransportError {
  const reason = `${name}: expected a name that leads to public addresses alone, found another; nothing was sent`
  return new TransportError(fail('UNSUPPORTED', reason), false)
}
