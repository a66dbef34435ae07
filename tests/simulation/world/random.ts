import { createHash } from 'node:crypto'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** One named stream of a seed: a new draw in one concern shifts no other. */
export interface Stream {
  /** Both ends belong to it. */
  readonly whole: (from: number, to: number) => number
  /** Out of a hundred. */
  readonly chance: (percent: number) => boolean
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item
  readonly bytes: (length: number) => Uint8Array
}

export type Streams = (name: string) => Stream

export function streamsOf(seed: number): Streams {
  const known = new Map<string, Stream>()
  return (name) => {
    const stream = known.get(name) ?? streamOf(`${seed} ${name}`)
    known.set(name, stream)
    return stream
  }
}

function streamOf(name: string): Stream {
  const generator = xoroshiro128plus(createHash('sha256').update(name).digest().readInt32BE(0))
  const whole = (from: number, to: number) => uniformInt(generator, from, to)
  return {
    whole,
    chance: (percent) => whole(1, 10_000) <= percent * 100,
    pick: (items) => items[whole(0, items.length - 1)] ?? items[0],
    bytes: (length) => Uint8Array.from({ length }, () => whole(0, 255)),
  }
}
