import type { z } from '@hono/zod-openapi'
import { GatewayProblem } from '../problem/problem.ts'
import { mistakesOf } from './issues.ts'

/** A body by its schema. @throws GatewayProblem `INVALID`, with the place of every mistake */
export function checkBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const errors = mistakesOf(read.error, body)
  const [{ detail, pointer }] = errors
  throw new GatewayProblem('INVALID', detail, { pointer, ...(errors.length > 1 && { errors }) })
}

/** The query by its schema: nothing unknown, nothing twice. @throws GatewayProblem `INVALID` */
export function checkQuery<Schema extends z.ZodType>(schema: Schema, query: URLSearchParams): z.output<Schema> {
  const given: Record<string, string> = Object.create(null)
  for (const [name, value] of query) {
    if (Object.hasOwn(given, name)) throw wrong(name, 'expected once, found more than once')
    given[name] = value
  }
  const read = schema.safeParse({ ...given })
  if (read.success) return read.data
  const [{ detail, pointer }] = mistakesOf(read.error, given)
  const parameter = pointer.slice(1)
  throw new GatewayProblem('INVALID', `${detail}${LOST_PLUS.test(given[parameter] ?? '') ? HINT : ''}`, { parameter })
}

/** A time whose plus was not written `%2B`. */
const LOST_PLUS = /^\d{4}-\d\d-\d\dT[\d:.]+ \d\d:?\d\d$/
const HINT = ' with a blank where its + should be; in a query write + as %2B'

function wrong(name: string, sentence: string): GatewayProblem {
  return new GatewayProblem('INVALID', `${name.slice(0, 40)}: ${sentence}`, { parameter: name.slice(0, 40) })
}
