import { describe, expect, it } from 'vitest'
import type { Bench, Dialect } from './bench.ts'
import { BenchBroken } from './bench-broken.ts'
import { laws } from './laws.ts'
import type { Everything } from './planted/plant.fixture.ts'
import { checkLaw } from './suite.ts'
import { toyPayBench } from './toy/bench.fixture.ts'
import { SIGNATURE } from './toy/wire.fixture.ts'

describe('a mistake in a dialect', () => {
  it.each<[string, (dialect: Dialect) => object, RegExp]>([
    [
      'that takes the headers for pairs',
      () => ({ read: ({ headers }: { headers: { filter: () => [] } }) => headers.filter() }),
      /read\(message\) threw TypeError: headers\.filter is not a function; message\.headers is a Map from names in lower case/,
    ],
    [
      'that reads nothing',
      () => ({ read: () => undefined }),
      /read\(message\) returned nothing, expected an array of \[name, value\] pairs/,
    ],
    [
      'that writes the headers as pairs',
      () => ({ write: () => ({ headers: [], body: Buffer.from('') }) }),
      /write\(parts, message\) returned headers: an array.*, expected a Map from names in lower case to arrays of texts/,
    ],
    [
      'that writes names as they are printed',
      () => ({ write: () => ({ headers: new Map([['X-Sign', ['1']]]), body: Buffer.from('') }) }),
      /write\(parts, message\) returned headers: a Map, expected a Map from names in lower case/,
    ],
    [
      'that copies what is gone by then',
      ({ sign }) => ({
        sign: (message: Parameters<typeof sign>[0]) => ({ ...message, headers: new Map([[SIGNATURE, ['undefined']]]) }),
      }),
      /sign\(message, now\) returned a message with no value in x-toypay-signature; the parts named in signature are gone/,
    ],
    [
      'that does not sign',
      () => ({ sign: (message: object) => message }),
      /sign\(message, now\) returned a message with none of x-toypay-signature/,
    ],
    ['that names one part', () => ({ signature: SIGNATURE }), /signature returned a string, expected an array of names/],
  ])('%s is told as its own', async (_what, change, sentence) => {
    const setup = (): Bench<'h5' | 'micropay', Everything> => {
      const bench = toyPayBench()
      return { ...bench, dialect: { ...bench.dialect, ...change(bench.dialect) } }
    }
    const told = await broken('unknown-fields-survive', setup)
    expect(told).toBeInstanceOf(BenchBroken)
    expect(told.message).toMatch(sentence)
    expect(told.message).toMatch(
      /^unknown-fields-survive was not tried: your dialect's .*\nrepair: mend it there; the plugin was not judged$/,
    )
  })
})

it("a script's mistake is told, whatever the law makes of a connection that breaks", async () => {
  const setup = (): Bench<'h5' | 'micropay', Everything> => {
    const bench = toyPayBench()
    const handle = () => {
      throw new BenchBroken("your script's answer(said, asked) returned nothing")
    }
    return { ...bench, wallet: { ...bench.wallet, handle } }
  }
  for (const law of ['unclear-read-throws', 'lost-answer-is-unknown', 'money-is-exact'])
    expect((await broken(law, setup)).message).toBe(
      `${law} was not tried: your script's answer(said, asked) returned nothing\nrepair: mend it there; the plugin was not judged`,
    )
})

async function broken(name: string, setup: () => Bench<'h5' | 'micropay', Everything>): Promise<Error> {
  const law = laws.find((each) => each.name === name)
  if (!law) throw new Error(`expected a law ${name}`)
  const error: unknown = await checkLaw(law, setup).catch((reason: unknown) => reason)
  return error instanceof Error ? error : new Error('expected the law to be broken')
}
