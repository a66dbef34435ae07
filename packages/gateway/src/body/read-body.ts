import { GatewayProblem } from '../problem/problem.ts'
import { readBytes } from './read-bytes.ts'
import { NotStrict, parseStrictJson } from './strict-json.ts'

/**
 * The JSON object that a request brings; an empty one where it brings no body at all.
 *
 * @throws GatewayProblem `BODY_SIZE`, `BODY_TYPE`, `BODY`
 */
export async function readBody(request: Request, maxBytes: number): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readBytes(request, maxBytes)
  if (bytes.byteLength === 0) return {}
  checkType(request.headers)
  try {
    return parseStrictJson(bytes)
  } catch (error) {
    if (!(error instanceof NotStrict)) throw error
    throw new GatewayProblem('BODY', `body: ${error.message}`, { pointer: error.pointer })
  }
}

const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset="?utf-8"?)?$/i

function checkType(headers: Headers): void {
  const type = headers.get('content-type') ?? ''
  if (!JSON_TYPE.test(type.trim())) {
    const found = type === '' ? 'none' : JSON.stringify(type.slice(0, 60))
    throw unfit(`content-type: expected application/json, in UTF-8, found ${found}`)
  }
}

function unfit(detail: string): GatewayProblem {
  return new GatewayProblem('BODY_TYPE', detail, { headers: { accept: 'application/json' } })
}
