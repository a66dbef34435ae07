/** What a route is: one description that mounts it, checks what comes, and documents it. */

import { z } from '@hono/zod-openapi'
import type { Actor, Scope } from '@tpkit/backoffice'
import type { Instant } from '@tpkit/core'
import { checkBody, checkQuery } from '../body/check.ts'
import { readBody } from '../body/read-body.ts'
import { idempotencyKeyOf } from '../idempotency/header.ts'
import { fingerprintOf } from '../idempotency/under-way.ts'
import type { ProblemKind } from '../problem/kinds.ts'

/** A text for readers of both languages. */
export interface Words {
  readonly en: string
  readonly zh: string
}

/** RFC 9745 and RFC 8594: from when a route is deprecated, and when it ends. */
export interface Deprecated {
  readonly at: Instant
  readonly sunset?: Instant
  /** Where the way on is written down. */
  readonly link?: string
}

export interface AnswerDoc {
  readonly words: Words
  readonly schema?: z.ZodType
  /** Names of headers that come with it. */
  readonly headers?: readonly ('Location' | 'Retry-After')[]
}

export interface RouteDoc {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** As OpenAPI writes it: `/v1/payments/{id}`. */
  readonly path: string
  /** Unique: what generated clients call it. */
  readonly name: string
  readonly tag: string
  readonly words: Words
  /** More to know, English; Chinese stands in `more.zh`. */
  readonly more?: Words
  readonly scope: Scope
  readonly params?: z.ZodObject
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly answers: Readonly<Record<number, AnswerDoc>>
  /** Besides those that every route may answer with. */
  readonly problems: readonly ProblemKind[]
  /** `cashier`: kept in the books · `memory`: for ten minutes, by one process. */
  readonly idempotency?: 'cashier' | 'memory'
  readonly deprecated?: Deprecated
}

/** One call, checked. */
export interface Call<Query, Body> {
  readonly merchant: string
  /** For the audit trail. */
  readonly actor: Actor
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  readonly idempotencyKey?: string
}

export interface Reply {
  readonly status: 200 | 201 | 202 | 204
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** One call as it came. */
export interface RawCall extends Pick<Call<unknown, unknown>, 'merchant' | 'actor' | 'params'> {
  readonly request: Request
  readonly maxBodyBytes: number
}

/** Read and checked: what it is about, and what is left to do. */
export interface ReadCall {
  readonly idempotencyKey?: string
  readonly fingerprint: string
  readonly run: () => Promise<Reply>
}

export interface ApiRoute {
  readonly doc: RouteDoc
  readonly read: (raw: RawCall) => Promise<ReadCall>
}

const NOTHING = z.strictObject({})
type Nothing = typeof NOTHING

/** Joins a description with what it does: the schemas in it type the call. */
export function route<Query extends z.ZodType = Nothing, Body extends z.ZodType = Nothing>(
  doc: RouteDoc & { readonly query?: Query; readonly body?: Body },
  run: (call: Call<z.output<Query>, z.output<Body>>) => Promise<Reply>,
): ApiRoute {
  const read = async ({ request, maxBodyBytes, ...caller }: RawCall): Promise<ReadCall> => {
    const isWrite = doc.method === 'POST' || doc.method === 'PATCH'
    const query = checkQuery(doc.query ?? NOTHING, new URL(request.url).searchParams)
    const idempotencyKey = doc.method === 'POST' ? idempotencyKeyOf(request.headers) : undefined
    const body = checkBody(doc.body ?? NOTHING, isWrite ? await readBody(request, maxBodyBytes) : {})
    const keyed = idempotencyKey !== undefined ? { idempotencyKey } : {}
    const call = { ...caller, ...keyed, query, body } as Call<z.output<Query>, z.output<Body>> // read by these schemas
    return { ...keyed, fingerprint: fingerprintOf(doc.name, caller.params, query, body), run: () => run(call) }
  }
  return { doc, read }
}
