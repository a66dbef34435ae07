import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { GatewayParts } from '../parts.ts'
import type { ProblemKind } from '../problem/kinds.ts'
import { KINDS } from '../problem/kinds.ts'
import type { AnswerDoc, ApiRoute, RouteDoc } from '../routes/route.ts'
import { Problem } from '../schemas/problem.ts'
import { said } from '../schemas/said.ts'
import { DESCRIPTION, HEADERS, TAGS } from './words.ts'

type App = OpenAPIHono
type Registered = Parameters<App['openAPIRegistry']['registerPath']>[0]
export type OpenApi = ReturnType<App['getOpenAPI31Document']>

/** Every route may answer with these. */
const EVERYWHERE: readonly ProblemKind[] = ['INVALID', 'API_KEY', 'SCOPE', 'TOO_MANY_CALLS', 'INTERNAL', 'UNAVAILABLE', 'TIMEOUT']
const WITH_BODY: readonly ProblemKind[] = ['BODY', 'BODY_TYPE', 'BODY_SIZE', 'OVERLOADED']
const WITH_KEY: readonly ProblemKind[] = ['IDEMPOTENCY_KEY', 'IDEMPOTENCY_KEY_REUSED', 'IN_PROGRESS']

/** The document (OpenAPI 3.1), made of the same descriptions that mount and check the routes. */
export function openApi({ settings, version }: GatewayParts, routes: readonly ApiRoute[]): OpenApi {
  const app = new OpenAPIHono()
  const { openAPIRegistry: registry } = app
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'tpk_live_… or tpk_test_…',
    description: 'An API key of one merchant, with scopes.',
  })
  registry.register('Problem', Problem)
  for (const { doc } of routes) registry.registerPath(pathOf(doc))
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'tpkit gateway', version, description: DESCRIPTION.en, 'x-zh': DESCRIPTION.zh, license: { name: 'MIT' } },
    servers: [{ url: settings.publicUrl }],
    tags: Object.entries(TAGS).map(([name, { en, zh }]) => ({ name, description: en, 'x-zh': zh })),
  })
}

function pathOf(doc: RouteDoc): Registered {
  const { method, path, name, tag, words, more, scope, params, query, body, deprecated } = doc
  return {
    method: METHODS[method],
    path,
    operationId: name,
    tags: [tag],
    summary: words.en,
    'x-zh': words.zh,
    ...(more && { description: more.en, 'x-zh-more': more.zh }),
    ...(deprecated && { deprecated: true }),
    security: [{ apiKey: [scope] }],
    request: {
      ...(params && { params }),
      // Our queries are objects; their fields are written one by one.
      ...(query instanceof z.ZodObject && { query }),
      ...(doc.idempotency && { headers: IDEMPOTENCY_KEY }),
      ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    },
    responses: { ...answersOf(doc), ...problemsOf(doc) },
  }
}

const METHODS = { GET: 'get', POST: 'post', PATCH: 'patch', DELETE: 'delete' } as const

const IDEMPOTENCY_KEY = z.object({
  'Idempotency-Key': said(
    z.string(),
    HEADERS['Idempotency-Key'].en,
    HEADERS['Idempotency-Key'].zh,
    '"8e03978e-40d5-43e6-bc93-6894a57f9324"',
  ).optional(),
})

function answersOf({ answers }: RouteDoc): Registered['responses'] {
  return Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)]))
}

function answerOf({ words, schema, headers = [] }: AnswerDoc): Registered['responses'][string] {
  const described = headers.map((name) => [
    name,
    { schema: { type: 'string' as const }, description: HEADERS[name].en, 'x-zh': HEADERS[name].zh },
  ])
  return {
    ...{ description: words.en, 'x-zh': words.zh },
    ...(schema && { content: { 'application/json': { schema } } }),
    ...(headers.length > 0 && { headers: Object.fromEntries(described) }),
  }
}

/** One answer for each status: what it means stands in its `type`, and behind it in /docs/errors. */
function problemsOf(doc: RouteDoc): Registered['responses'] {
  const kinds = kindsOf(doc)
  const statuses = [...new Set(kinds.map((kind) => KINDS[kind].status))].toSorted((a, b) => a - b)
  return Object.fromEntries(statuses.map((status) => [status, problemOf(kinds.filter((kind) => KINDS[kind].status === status))]))
}

function problemOf(kinds: readonly ProblemKind[]): Registered['responses'][string] {
  const words = {
    description: kinds.map((kind) => `${kind}: ${KINDS[kind].title}`).join(' · '),
    'x-zh': kinds.map((kind) => `${kind}：${KINDS[kind].zh}`).join(' · '),
  }
  return { ...words, content: { 'application/problem+json': { schema: Problem } } }
}

export function kindsOf({ method, problems, idempotency }: RouteDoc): readonly ProblemKind[] {
  const isWrite = method !== 'GET'
  return [...EVERYWHERE, ...(isWrite ? WITH_BODY : []), ...(idempotency ? WITH_KEY : []), ...problems]
}
