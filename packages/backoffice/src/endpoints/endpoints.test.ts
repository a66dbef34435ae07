import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { tpError } from '@tpkit/core/errors'
import { describe, expect, it } from 'vitest'
import type { NewEndpoint } from '../backoffice.ts'
import { LI, openOffice, rememberingSealer, T0 } from '../office.fixture.ts'

const NEW: NewEndpoint = { merchant: 'main', url: 'https://shop.example.com/hooks?shop=1' }

async function givenEndpoint(more: Partial<NewEndpoint> = {}) {
  const given = openOffice()
  return { ...given, ...(await given.office.endpoints.add({ ...NEW, ...more }, LI)) }
}

describe('a new endpoint', () => {
  it('gets a secret of 32 bytes that is shown once and kept sealed', async () => {
    const { endpoint, secret, office, books } = await givenEndpoint()
    expect(endpoint).toMatchObject({
      id: expect.stringMatching(/^whe_[0-9a-f]{32}$/),
      merchant: 'main',
      url: NEW.url,
      createdAt: T0,
    })
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32)
    expect(books.dump()).not.toContain(secret.slice(6))
    expect(await office.endpoints.secrets(endpoint)).toEqual([secret])
  })

  it('may bring its own', async () => {
    const secret = `whsec_${Buffer.alloc(24, 3).toString('base64')}`
    const { endpoint, office, ...shown } = await givenEndpoint({ secret })
    expect(shown.secret).toBe(secret)
    expect(await office.endpoints.secrets(endpoint)).toEqual([secret])
  })

  it('signs with Ed25519 where it is told to: the merchant gets the public half, and nobody sees the other', async () => {
    const { endpoint, secret, office } = await givenEndpoint({ kind: 'ed25519' })
    const [own] = await office.endpoints.secrets(endpoint)
    expect([own.slice(0, 5), secret.slice(0, 5)]).toEqual(['whsk_', 'whpk_'])
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32).toString('base64')
    const brought = await office.endpoints.add({ ...NEW, secret: `whsk_${seed}` }, LI)
    const spki = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
    expect(brought.secret).toBe(`whpk_${spki}`)
  })

  it('A067: is refused where the composition says that nothing may be sent there, and so is a change to it', async () => {
    const refuseAddress = (url: string): void => {
      if (url.includes('127.0.0.1')) throw tpError('INVALID', 'url: expected a public address, found one of this machine')
    }
    const { office } = openOffice({ refuseAddress })
    await expect(office.endpoints.add({ ...NEW, url: 'https://2130706433/' }, LI)).rejects.toThrow(/^url: expected a public/)
    const { endpoint } = await office.endpoints.add(NEW, LI)
    await expect(office.endpoints.change(endpoint, { url: 'https://127.1/' }, LI)).rejects.toThrow(/^url: expected a public/)
    expect((await office.endpoints.list('main')).map(({ url }) => url)).toEqual([NEW.url])
  })

  it('hears of the types that it names', async () => {
    expect((await givenEndpoint({ types: ['refund.succeeded', 'payment.succeeded'] })).endpoint.types).toEqual([
      'payment.succeeded',
      'refund.succeeded',
    ])
    expect((await givenEndpoint()).endpoint).not.toHaveProperty('types')
  })

  it.each([
    [{ url: 'http://shop.example.com/hooks' }, /url: expected an https: address/],
    [{ url: 'https://user:password@shop.example.com/' }, /url: expected/],
    [{ url: 'https://shop.example.com/#part' }, /url/],
    [{ url: 'ftp://shop.example.com/' }, /url/],
    [{ url: 'shop.example.com' }, /url/],
    [{ url: 'https://shop.example.com/a b' }, /url/],
    [{ url: `https://shop.example.com/${'a'.repeat(2048)}` }, /url/],
    [{ types: [] }, /types: expected types of events \(payment\.succeeded, .*found none/],
    [{ types: ['payment.succeded'] }, /found "payment\.succeded"/],
    [{ secret: 'whsec_c2hvcnQ=' }, /^secret: expected "whsec_" \(24 to 64 bytes\)/],
    [{ secret: `whsk_${Buffer.alloc(31).toString('base64')}` }, /^secret/],
    [{ secret: `whsec_${'*'.repeat(44)}` }, /^secret/],
  ])('is refused with %o', async (more, message) => {
    const { office, books } = openOffice()
    const adding = office.endpoints.add({ ...NEW, ...more }, LI)
    await expect(adding).rejects.toMatchObject({ code: 'INVALID', message: expect.stringMatching(message) })
    await expect(adding).rejects.not.toMatchObject({ message: expect.stringContaining('password@') })
    expect(books.trail).toEqual([])
  })

  it('may be http: where development says so', async () => {
    const { office } = openOffice({ plainHttp: true })
    const { endpoint } = await office.endpoints.add({ ...NEW, url: 'http://127.0.0.1:9/' }, LI)
    expect(endpoint.url).toBe('http://127.0.0.1:9/')
  })

  it('is one of fifty at most', async () => {
    const { office } = openOffice()
    const all = await Promise.allSettled(Array.from({ length: 60 }, () => office.endpoints.add(NEW, LI)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
    await expect(office.endpoints.add(NEW, LI)).rejects.toMatchObject({ code: 'LIMIT' })
  })

  it('of a merchant that there is not is refused', async () => {
    const { office } = openOffice()
    await expect(office.endpoints.add({ ...NEW, merchant: 'nobody' }, LI)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('its secrets', () => {
  it('rotate: the new one signs first, the old ones until they are dropped', async () => {
    const { office, endpoint, secret } = await givenEndpoint()
    const rotated = await office.endpoints.rotate(endpoint, LI)
    expect(rotated.secret).not.toBe(secret)
    expect(await office.endpoints.secrets(rotated.endpoint)).toEqual([rotated.secret, secret])
    const alone = await office.endpoints.dropOldSecrets(endpoint, LI)
    expect(await office.endpoints.secrets(alone)).toEqual([rotated.secret])
    expect(await office.endpoints.dropOldSecrets(endpoint, LI)).toEqual(alone)
  })

  it('stay of their kind', async () => {
    const { office, endpoint } = await givenEndpoint({ kind: 'ed25519' })
    expect((await office.endpoints.rotate(endpoint, LI)).secret).toMatch(/^whpk_/)
  })

  it('can be replaced where the seal key was lost', async () => {
    const { books, endpoint } = await givenEndpoint()
    const { office } = openOffice({ books, sealer: rememberingSealer() })
    await expect(office.endpoints.secrets(endpoint)).rejects.toMatchObject({ code: 'CONFIG' })
    const { secret } = await office.endpoints.rotate(endpoint, LI)
    expect(await office.endpoints.secrets(await office.endpoints.dropOldSecrets(endpoint, LI))).toEqual([secret])
  })

  it('are five at most', async () => {
    const { office, endpoint } = await givenEndpoint()
    for (let count = 0; count < 4; count += 1) await office.endpoints.rotate(endpoint, LI)
    await expect(office.endpoints.rotate(endpoint, LI)).rejects.toMatchObject({ code: 'LIMIT' })
  })

  it('of two who rotate at once both that were shown sign, or one of the two is told to look again', async () => {
    const { office, endpoint } = await givenEndpoint()
    const both = await Promise.allSettled([office.endpoints.rotate(endpoint, LI), office.endpoints.rotate(endpoint, LI)])
    const [kept] = await office.endpoints.list('main')
    if (!kept) throw new Error('expected the endpoint')
    const signing = await office.endpoints.secrets(kept)
    const outcomes = both.map((one) => (one.status === 'fulfilled' ? signing.includes(one.value.secret) : one.reason.code))
    expect(outcomes.toSorted()).toEqual(['CONFLICT', true])
  })

  it('open at their own endpoint alone', async () => {
    const { office, endpoint } = await givenEndpoint()
    const other = await office.endpoints.add(NEW, LI)
    const moved = { ...other.endpoint, sealedSecrets: endpoint.sealedSecrets }
    await expect(office.endpoints.secrets(moved)).rejects.toMatchObject({ code: 'CONFIG' })
  })

  it('sign what the shown one verifies', async () => {
    const { office, endpoint, secret } = await givenEndpoint({ kind: 'ed25519' })
    const [own] = await office.endpoints.secrets(endpoint)
    const event = Buffer.from('event')
    const der = (head: string, text: string) => Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(text.slice(5), 'base64')])
    const privateKey = createPrivateKey({ key: der('302e020100300506032b657004220420', own), format: 'der', type: 'pkcs8' })
    const publicKey = createPublicKey({ key: der('302a300506032b6570032100', secret), format: 'der', type: 'spki' })
    expect(verify(null, event, publicKey, sign(null, event, privateKey))).toBe(true)
  })
})

describe('an endpoint', () => {
  it('changes its address and types; all of them again with null', async () => {
    const { office, endpoint } = await givenEndpoint({ types: ['payment.closed'] })
    const moved = await office.endpoints.change(endpoint, { url: 'https://new.example.com' }, LI)
    expect(moved).toEqual({ ...endpoint, url: 'https://new.example.com/' })
    const { types: _, ...open } = moved
    expect(await office.endpoints.change(endpoint, { types: null }, LI)).toEqual(open)
    await expect(office.endpoints.change(endpoint, { url: 'http://new.example.com' }, LI)).rejects.toMatchObject({
      code: 'INVALID',
    })
  })

  it('that is removed is not there any more', async () => {
    const { office, endpoint } = await givenEndpoint()
    await office.endpoints.remove(endpoint, LI)
    expect(await office.endpoints.list('main')).toEqual([])
    for (const again of [office.endpoints.remove, office.endpoints.rotate, office.endpoints.dropOldSecrets])
      await expect(again(endpoint, LI)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of another merchant is answered as one that does not exist', async () => {
    const { office, endpoint } = await givenEndpoint()
    await office.merchants.create({ id: 'tea', title: 'Tea 茶' }, LI)
    const sentence = (id: string) =>
      office.endpoints.change({ merchant: 'tea', id }, { types: null }, LI).then(
        () => 'changed',
        ({ code, message }) => `${code}: ${message}`,
      )
    const foreign = await sentence(endpoint.id)
    expect(foreign).toMatch(/^NOT_FOUND: webhook endpoint: expected the id of one that the merchant has/)
    expect(await sentence('whe_none')).toBe(foreign.replace(endpoint.id, 'whe_none'))
    expect(await office.endpoints.list('tea')).toEqual([])
    expect(await office.endpoints.list()).toHaveLength(1)
  })
})
