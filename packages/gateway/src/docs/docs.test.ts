import { describe, expect, it } from 'vitest'
import { KINDS } from '../problem/kinds.ts'
import { apiRoutes } from '../routes/all.ts'
import { openStand } from '../stand.fixture.ts'
import { TAGS } from './words.ts'

async function documented() {
  const stand = await openStand()
  const { json } = await stand.call('GET', '/openapi.json', { as: 'nobody' })
  return { ...stand, document: json, docs: apiRoutes(stand.parts).map(({ doc }) => doc) }
}

/** What a test reads of the document, checked by what it expects. */
// biome-ignore lint/suspicious/noExplicitAny: JSON in a test
type Node = any

/** Every schema in the document, with the way to it. */
function schemasIn(node: unknown, way = ''): readonly (readonly [way: string, schema: Node])[] {
  if (typeof node !== 'object' || node === null) return []
  const below = Object.entries(node).flatMap(([name, value]) => schemasIn(value, `${way}/${name}`))
  return 'properties' in node ? [[way, node], ...below] : below
}

describe('the OpenAPI document', () => {
  it('is 3.1, says where the gateway is, and which key opens it', async () => {
    const { document } = await documented()
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'tpkit gateway', version: '1.2.3', license: { name: 'MIT' } },
      servers: [{ url: 'https://pay.example.com' }],
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    })
  })

  it('says the address that a reload gave it', async () => {
    const { parts, call } = await openStand()
    const address = async () => (await call('GET', '/openapi.json', { as: 'nobody' })).json.servers[0].url
    const before = await address()
    Object.assign(parts.settings, { publicUrl: 'https://pay.example.org' })
    expect([before, await address()]).toEqual(['https://pay.example.com', 'https://pay.example.org'])
  })

  it('holds every route of the API, and no other', async () => {
    const { document, docs } = await documented()
    const written = Object.entries<Node>(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(written.toSorted()).toEqual(docs.map(({ method, path }) => `${method} ${path}`).toSorted())
  })

  it('names paths and methods that are there', async () => {
    const { document, call } = await documented()
    for (const [path, item] of Object.entries<Node>(document.paths)) {
      const { status, headers } = await call('OPTIONS', path.replaceAll(/\{\w+\}/g, 'x'), { as: 'nobody' })
      expect(status).toBe(204)
      expect(headers.get('allow')?.split(', ')).toEqual(
        expect.arrayContaining(Object.keys(item).map((method) => method.toUpperCase())),
      )
    }
  })

  it('gives each route a name, a scope, a tag that is explained, its parameters, and answers of both kinds', async () => {
    const { document, docs } = await documented()
    const names = new Set<string>()
    for (const { method, path, tag, scope, query, body, idempotency } of docs) {
      const operation = document.paths[path][method.toLowerCase()]
      names.add(operation.operationId)
      expect(operation).toMatchObject({
        tags: [tag],
        security: [{ apiKey: [scope] }],
        summary: expect.any(String),
        'x-zh': expect.stringMatching(/\p{Script=Han}/u),
      })
      expect(Object.keys(TAGS)).toContain(tag)
      const parameters: readonly { in: string; name: string; description?: string }[] = operation.parameters ?? []
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      )
      expect(parameters.some((one) => one.in === 'query')).toBe(query !== undefined)
      expect(parameters.some(({ name }) => name === 'Idempotency-Key')).toBe(idempotency !== undefined)
      expect(operation.requestBody !== undefined).toBe(body !== undefined)
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '401', '403', '429', '500', '503']))
    }
    expect(names.size).toBe(docs.length)
    for (const { method, idempotency } of docs) expect(idempotency !== undefined).toBe(method === 'POST')
  })

  it('describes every field and parameter in both languages', async () => {
    const { document } = await documented()
    const lacking = schemasIn(document).flatMap(([way, schema]) =>
      Object.entries(schema.properties ?? {}).flatMap(([name, field]) => (isTold(field) ? [] : [`${way}/${name}`])),
    )
    expect(
      lacking.filter((way) => !/\/(kind|scene|currency|code|message|detail)$|\/items$|\/endpoint$|\/deliveries$/.test(way)),
    ).toEqual([])
    for (const item of Object.values<Node>(document.paths))
      for (const operation of Object.values<Node>(item))
        for (const parameter of Object.values(operation.parameters ?? {}))
          expect(parameter, JSON.stringify(parameter)).toMatchObject({
            description: expect.any(String),
            schema: { 'x-zh': expect.any(String) },
          })
  })

  it('has examples that its own schemas take', async () => {
    const { document, call } = await documented()
    const { exampleOf } = await import('./schema-view.ts')
    const reader = { schemas: document.components.schemas, say: () => '' }
    const examples = ['NewPayment', 'NewRefund', 'NewWebhookEndpoint', 'NewReconciliation'].map((name) =>
      exampleOf(reader.schemas[name], reader),
    )
    expect(await call('POST', '/v1/payments', { body: examples[0] as object })).toMatchObject({ status: 201 })
    expect(await call('POST', '/v1/payments/ord_0/refunds', { body: examples[1] as object })).toMatchObject({ status: 404 })
    expect(await call('POST', '/v1/webhook-endpoints', { body: examples[2] as object })).toMatchObject({ status: 201 })
    expect(await call('POST', '/v1/reconciliations', { body: examples[3] as object })).toMatchObject({ status: 200 })
  })
})

/** A reference is told where it leads to. */
function isTold(field: Node): boolean {
  const parts: readonly Node[] = [field, ...(field.allOf ?? [])]
  return (
    field.$ref !== undefined || parts.some((part) => typeof part.description === 'string' && typeof part['x-zh'] === 'string')
  )
}

describe('the docs page', () => {
  it.each(['en', 'zh'] as const)('in %s shows every route and every schema, runs no script, and loads nothing', async (lang) => {
    const { call, document, docs } = await documented()
    const { text, headers, status } = await call('GET', `/docs?lang=${lang}`, { as: 'nobody' })
    expect(status).toBe(200)
    for (const { name, path, method, words } of docs) {
      expect(text).toContain(`<section id="${name}">`)
      expect(text).toContain(`${method} ${path}`)
      expect(text).toContain(words[lang])
    }
    for (const name of Object.keys(document.components.schemas)) expect(text).toContain(`id="schema-${name}"`)
    for (const [, link] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${link}"`)
    expect(/<script|<img|<link|<iframe|\ssrc=|\son\w+=|url\(|@import|undefined|\[object Object/.exec(text)?.[0]).toBeUndefined()
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; /)
    expect(policy).not.toMatch(/unsafe|\*|http/)
  })

  it('speaks the browser’s language, unless the address says otherwise', async () => {
    const { call } = await openStand()
    const langOf = async (path: string, accept: string) =>
      /<html lang="([^"]+)">/.exec((await call('GET', path, { as: 'nobody', headers: { 'accept-language': accept } })).text)?.[1]
    expect(await langOf('/docs', 'zh-CN,zh;q=0.9,en;q=0.8')).toBe('zh-CN')
    expect(await langOf('/docs', 'de,zh')).toBe('en')
    expect(await langOf('/docs?lang=en', 'zh')).toBe('en')
    expect(await langOf('/docs/errors', 'zh')).toBe('zh-CN')
  })

  it('has its style’s hash in the policy', async () => {
    const { call } = await openStand()
    const { createHash } = await import('node:crypto')
    const { text, headers } = await call('GET', '/docs', { as: 'nobody' })
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? ''
    expect(headers.get('content-security-policy')).toContain(createHash('sha256').update(style).digest('base64'))
  })

  it('explains every kind of problem where its type leads to', async () => {
    const { call } = await openStand()
    const { text } = await call('GET', '/docs/errors', { as: 'nobody' })
    for (const name of Object.keys(KINDS)) expect(text).toContain(`<tr id="${name}">`)
  })
})
