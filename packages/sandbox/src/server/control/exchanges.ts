import type { Exchanged, Inspection } from '../../wallet.ts'
import { type Answer, json } from '../answer.ts'
import { headerPairs } from '../headers.ts'
import { Refused } from '../refused.ts'
import { textOf } from '../text.ts'
import type { Asked } from './asked.ts'
import { iso } from './books.ts'

/** The latest messages, oldest first. */
export function listExchanges({ world, mchId }: Asked): Answer {
  const all = world.wallet.exchanges().filter((each) => mchId === undefined || each.mchId === mchId)
  return json(200, all.map(summary))
}

export function showExchange({ world }: Asked, id: string): Answer {
  const inspection = world.wallet.inspect(id)
  if (!inspection) throw new Refused(404, `exchanges: expected one of the latest, found none named ${JSON.stringify(id)}`)
  return json(200, whole(inspection))
}

function summary({ request, answer, at, ...rest }: Exchanged): object {
  return { ...rest, at: iso(at), url: request.url, ...(answer && { status: answer.status }) }
}

function whole({ exchanged, fields, answerFields, signature }: Inspection): object {
  const { request, answer } = exchanged
  const { method, url, clientCertificate } = request
  const sent = {
    method,
    url,
    headers: headerPairs(request.headers),
    ...body(request.body),
    ...(clientCertificate && { clientCertificate }),
  }
  return {
    ...summary(exchanged),
    request: sent,
    fields,
    ...(answer && { answer: { status: answer.status, headers: answer.headers, ...body(answer.body) } }),
    answerFields,
    ...(signature && { signature }),
  }
}

/** Bytes that are no UTF-8 do not survive JSON as text. */
function body(bytes: Uint8Array): object {
  const text = textOf(bytes)
  return text === undefined ? { bodyBase64: Buffer.from(bytes).toString('base64') } : { body: text }
}
