import { z } from '@hono/zod-openapi'
import { KINDS } from '../problem/kinds.ts'
import type { AnswerDoc, ApiRoute } from '../routes/route.ts'
import { Problem } from '../schemas/problem.ts'
import { kindsOf } from './openapi.ts'

interface Answer {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}

/** Throws where an answer is none that the documentation of its route promises: status, every field, every header. */
export function checkDocumented(routes: readonly ApiRoute[], method: string, path: string, answer: Answer): void {
  const [plain = ''] = path.split('?')
  const route = routes.find(({ doc }) => doc.method === method && pathPattern(doc.path).test(plain))
  if (!route) return
  const where = `${method} ${route.doc.path} ${answer.status}`
  const promised = route.doc.answers[answer.status]
  if (promised) checkPromised(where, promised, answer)
  else checkProblem(where, route, answer)
}

function checkPromised(where: string, promised: AnswerDoc, answer: Answer): void {
  if (promised.schema) checkJson(where, promised.schema, answer)
  else if (answer.text !== '') throw new Error(`${where}: expected no body, found ${answer.text}`)
  for (const name of promised.headers ?? [])
    if (!answer.headers.has(name)) throw new Error(`${where}: expected the header ${name}, found none`)
}

export function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`)
}

function checkProblem(where: string, { doc }: ApiRoute, answer: Answer): void {
  const type = answer.headers.get('content-type')
  if (type !== 'application/problem+json') throw new Error(`${where}: expected a problem, found ${type}: ${answer.text}`)
  checkJson(where, Problem, answer)
  const statuses = kindsOf(doc).map((kind) => KINDS[kind].status)
  if (!statuses.includes(answer.status as (typeof statuses)[number]))
    throw new Error(`${where}: expected a documented status, found another: ${answer.text}`)
}

/** What a schema strips is not documented. */
function checkJson(where: string, schema: z.ZodType, { text }: Answer): void {
  const json: unknown = JSON.parse(text)
  const read = schema.safeParse(json)
  if (!read.success) throw new Error(`${where}: ${z.prettifyError(read.error)}\n${text}`)
  if (sorted(read.data) !== sorted(json)) throw new Error(`${where}: expected documented fields alone, found ${text}`)
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted())
      : part,
  )
}
