/** A gateway in a process of its own, perhaps with a hole that was planted: what it does is told by messages of its parent. */

import { HOLES } from '../../patches/abuse/holes.ts'
import { applyPatch } from '../../patches/for-node.ts'
import { countWork } from './work-done.ts'

const hole = HOLES.find(({ name }) => name === process.env.TPKIT_PLANTED)
if (hole) applyPatch(hole)
const work = countWork()
// Behind both: what is imported before them stays as it is.
const { serveOrders } = await import('./gateway-orders.ts')
const [config = '', mode = '', began] = process.argv.slice(2)
await serveOrders({ config, mode, began: began === undefined ? undefined : Number(began), work })
