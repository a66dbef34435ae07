import { encode, type Json } from './codec.ts'
import { INPUTS, type InputName } from './inputs.ts'

/** One input as it stands in a case: what was done, with what, and what came out (`gave`, or `threw` with the sentence). */
export type Step = { readonly do: InputName } & { readonly [name: string]: Json }

export function stepOf(name: InputName, values: readonly unknown[], ending: Ending): Step {
  const named = INPUTS[name].names.map((each, index): [string, Json] => [each, inputOf(each, values[index])])
  const given = named.filter(([, value]) => value !== null)
  return { do: name, ...Object.fromEntries(given), ...ending }
}

export type Ending = { readonly gave?: Json } | { readonly threw: string }

/** What came out of a call, whichever way it ended; and the way to end like it. */
export function endingOf<Value>(run: () => Value): { readonly ending: Ending; readonly end: () => Value } {
  try {
    const value = run()
    const gave = encode(value)
    return { ending: gave === null ? {} : { gave }, end: () => value }
  } catch (error) {
    const threw = error instanceof Error ? error.message : String(error)
    const end = (): never => {
      throw error
    }
    return { ending: { threw }, end }
  }
}

/** Times are for people, too. */
function inputOf(name: string, value: unknown): Json {
  return name === 'now' && typeof value === 'number' ? new Date(value).toISOString() : encode(value)
}
