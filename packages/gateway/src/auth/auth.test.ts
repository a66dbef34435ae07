import { SCOPES, type Scope } from '@tpkit/backoffice'
import { describe, expect, it } from 'vitest'
import { apiRoutes } from '../routes/all.ts'
import { DAY, NOON, newPayment, openStand } from '../stand.fixture.ts'

const by = { who: 'cli:test' }

describe('an API key', () => {
  it('that opens nothing is refused with one sentence, whatever is wrong with it; the log tells the reasons apart', async () => {
    const { call, backoffice, keys, log, clock } = await openStand()
    const issue = (more: object) =>
      backoffice.apiKeys.issue({ merchant: 'other', mode: 'test', name: 'x', scopes: SCOPES, ...more }, by)
    const [expired, revoked, live] = [await issue({ expiresAt: NOON + 1 }), await issue({}), await issue({ mode: 'live' })]
    await backoffice.apiKeys.revoke(revoked.key.id, by)
    await backoffice.merchants.disable('other', by)
    clock.at += 1000
    const wrong = [
      `${keys.main.slice(0, -1)}${keys.main.endsWith('0') ? '1' : '0'}`,
      keys.main.slice(0, -1),
      'tpk_test_',
      'x',
      expired.text,
      revoked.text,
      live.text,
      keys.other,
    ]
    const answers = []
    for (const key of wrong) answers.push(await call('GET', '/v1/payments', { key }))
    const plain = (text: string) => text.replace(/"req_[\w-]+"/, '"req"')
    expect(new Set(answers.map(({ status, text }) => `${status} ${plain(text)}`)).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, json: { code: 'UNAUTHORIZED', type: expect.stringMatching(/#API_KEY$/) } })
    expect(new Set(answers.map(({ headers }) => headers.get('www-authenticate')))).toEqual(
      new Set(['Bearer realm="tpkit", error="invalid_token"']),
    )
    const why = log.flatMap((event) => (event.event === 'key.refused' ? [event.why] : []))
    expect(new Set(why)).toEqual(new Set(['checksum', 'malformed', 'expired', 'revoked', 'wrong-mode', 'merchant-disabled']))
    expect(JSON.stringify(log)).not.toContain(keys.main.slice(9))
  })

  it.each([
    ['none', {}, 'Bearer realm="tpkit"'],
    ['Basic', { authorization: 'Basic dHBrOg==' }, 'Bearer realm="tpkit", error="invalid_token"'],
    ['two keys', { authorization: 'Bearer a, Bearer b' }, 'Bearer realm="tpkit", error="invalid_token"'],
    ['very long', { authorization: `Bearer ${'x'.repeat(5000)}` }, 'Bearer realm="tpkit", error="invalid_token"'],
  ])('%s is refused', async (_, headers, challenge) => {
    const { call } = await openStand()
    const answer = await call('GET', '/v1/methods', { as: 'nobody', headers })
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, challenge])
  })

  it('may be written with the scheme in any case', async () => {
    const { call, keys } = await openStand()
    expect(await call('GET', '/v1/methods', { as: 'nobody', headers: { authorization: `bearer  ${keys.main}` } })).toMatchObject({
      status: 200,
    })
  })

  it('is looked at before the body is', async () => {
    const { call } = await openStand()
    expect(await call('POST', '/v1/payments', { as: 'nobody', body: '{' })).toMatchObject({ status: 401 })
  })

  it('opens, of all routes, those of its scopes and no other', async () => {
    const { call, backoffice, parts } = await openStand()
    const routes = apiRoutes(parts).map(({ doc }) => doc)
    expect(new Set(routes.map(({ scope }) => scope))).toEqual(new Set(SCOPES))
    for (const scope of SCOPES) {
      const { text: key } = await backoffice.apiKeys.issue({ merchant: 'main', mode: 'test', name: 'x', scopes: [scope] }, by)
      for (const { method, path, scope: wanted } of routes) {
        const answer = await call(method, path.replaceAll(/\{\w+\}/g, 'none'), { key })
        expect([scope, path, answer.status === 403]).toEqual([scope, path, wanted !== scope])
        if (wanted !== scope) expect(answer.headers.get('www-authenticate')).toBe(insufficient(wanted))
      }
    }
  })

  it('is known to the audit trail by its id where it changes something', async () => {
    const { call, backoffice, keys } = await openStand()
    await call('POST', '/v1/webhook-endpoints', { body: { url: 'https://shop.example/hooks' } })
    const [line] = await backoffice.audit({ limit: 1 })
    expect(line?.who).toBe(`key:${keys.main.slice(9, 25)}`)
  })

  it('of a merchant who is disabled opens again once it is enabled', async () => {
    const { call, backoffice, after } = await openStand()
    await backoffice.merchants.disable('main', by)
    expect(await call('POST', '/v1/payments', { body: newPayment('T-1') })).toMatchObject({ status: 401 })
    await backoffice.merchants.enable('main', by)
    after(DAY)
    expect(await call('POST', '/v1/payments', { body: newPayment('T-1') })).toMatchObject({ status: 201 })
  })
})

function insufficient(scope: Scope): string {
  return `Bearer realm="tpkit", error="insufficient_scope", scope="${scope}"`
}
