import { GatewayProblem } from '../problem/problem.ts'

/** The body of a request, which is not read past the limit. @throws GatewayProblem `BODY_SIZE` */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the rest.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(maxBytes: number): GatewayProblem {
  return new GatewayProblem('BODY_SIZE', `body: expected at most ${maxBytes} bytes, found more`)
}
