import { type FailureCode, fail } from '@tpkit/core/errors'
import { TransportError } from '@tpkit/core/ports'
import { expect, it } from 'vitest'
import { testPost } from './test-post.ts'
import { NoAnswer } from './webhook-connection.ts'

/** What a test says where the way there ended in this. */
async function cameOf(error: Error) {
  const post = testPost({ connection: { send: () => Promise.reject(error) }, clock: { nowMs: () => 0 } })
  const event = { id: 'tst_1', type: 'endpoint.test', at: 0, data: '{}' } as const
  const endpoint = {
    id: 'whe_1',
    merchant: 'main',
    url: 'https://shop.example/',
    sealedSecrets: ['sealed'],
    createdAt: 0,
  } as const
  return post(event, endpoint, [`whsec_${Buffer.alloc(32).toString('base64')}`])
}

it.each([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['EPROTO', 'tls'],
  ['HPE_INVALID_CONSTANT', 'answer'],
  ['ECONNREFUSED', 'connection'],
  ['ECONNRESET', 'connection'],
  ['EHOSTUNREACH', 'connection'],
])('%s is told as %s, with the code', async (code, why) => {
  expect(await cameOf(new NoAnswer(code))).toMatchObject({ kind: 'unanswered', why, code })
})

it.each<[FailureCode, string]>([
  ['UNSUPPORTED', 'address'],
  ['TIMEOUT', 'timeout'],
  ['LIMIT', 'answer'],
  ['MALFORMED', 'answer'],
])('%s of the way is told as %s', async (code, why) => {
  const came = await cameOf(new TransportError(fail(code, 'somewhere inside'), false))
  expect(came).toMatchObject({ kind: 'unanswered', why })
  expect(JSON.stringify(came)).not.toContain('inside')
})
