import { deflateSync, gzipSync } from 'node:zlib'
import { bad, either, type Recipe, withBody } from './recipe.ts'

const places = (count: number): readonly number[] => Array.from({ length: count }, (_none, index) => (index + 0.5) / count)
const at = (body: Buffer, place: number): number => Math.min(body.length - 1, Math.floor(body.length * place))
const percent = (place: number): string => `${(place * 100).toFixed(1)} %`

/** Changes of bytes, wherever they fall. */
export function byteRecipes(): readonly Recipe[] {
  return [...flips(), ...moves(), ...cuts(), ...WHOLE]
}

function flips(): readonly Recipe[] {
  return places(180).map((place, index) =>
    either(
      `bit ${index % 8} of the byte at ${percent(place)}`,
      withBody((body) => {
        body[at(body, place)] = (body[at(body, place)] ?? 0) ^ (1 << (index % 8))
        return body
      }),
    ),
  )
}

function moves(): readonly Recipe[] {
  const removed = places(24).map((place) =>
    either(
      `without the byte at ${percent(place)}`,
      withBody((body) => Buffer.concat([body.subarray(0, at(body, place)), body.subarray(at(body, place) + 1)])),
    ),
  )
  const added = places(24).map((place, index) =>
    either(
      `one more byte at ${percent(place)}`,
      withBody((body) =>
        Buffer.concat([
          body.subarray(0, at(body, place)),
          Buffer.from([[0, 32, 49, 60, 38, 255][index % 6] ?? 0]),
          body.subarray(at(body, place)),
        ]),
      ),
    ),
  )
  const swapped = places(24).map((place) =>
    either(
      `two bytes that changed places at ${percent(place)}`,
      withBody((body) => {
        const first = Math.min(at(body, place), body.length - 2)
        return Buffer.concat([
          body.subarray(0, first),
          Buffer.from([body[first + 1] ?? 0, body[first] ?? 0]),
          body.subarray(first + 2),
        ])
      }),
    ),
  )
  return [...removed, ...added, ...swapped]
}

function cuts(): readonly Recipe[] {
  const ends = places(50).map((place) =>
    bad(
      `cut behind ${percent(place)}`,
      withBody((body) => body.subarray(0, at(body, place))),
    ),
  )
  const lasts = [1, 2, 3, 5, 8].map((count) =>
    either(
      `without its last ${count} bytes`,
      withBody((body) => body.subarray(0, body.length - count)),
    ),
  )
  const begins = places(12).map((place) =>
    bad(
      `without what stands before ${percent(place)}`,
      withBody((body) => body.subarray(at(body, place) + 1)),
    ),
  )
  return [...ends, ...lasts, ...begins]
}

const encoded = (input: string, change: (body: Buffer) => Uint8Array): Recipe => bad(input, withBody(change))

/** All of it at once. */
const WHOLE: readonly Recipe[] = [
  encoded('nothing', () => new Uint8Array()),
  encoded('spaces', (body) => Buffer.alloc(body.length, ' ')),
  encoded('zeros', (body) => Buffer.alloc(body.length)),
  encoded('twice', (body) => Buffer.concat([body, body])),
  encoded('backwards', (body) => Buffer.from(body).reverse()),
  encoded('a NUL in front', (body) => Buffer.concat([Buffer.from([0]), body])),
  encoded('a NUL behind', (body) => Buffer.concat([body, Buffer.from([0])])),
  encoded('in UTF-16', (body) => Buffer.from(body.toString(), 'utf16le')),
  encoded('in UTF-16 with its mark', (body) => Buffer.from(`\ufeff${body}`, 'utf16le')),
  encoded('in UTF-16, the other way round', (body) => Buffer.from(body.toString(), 'utf16le').swap16()),
  encoded('in UTF-32', (body) =>
    Buffer.concat([...body.toString()].map((sign) => Buffer.from(Uint32Array.of(sign.codePointAt(0) ?? 0).buffer))),
  ),
  encoded('in Base64', (body) => Buffer.from(body.toString('base64'))),
  encoded('in hex', (body) => Buffer.from(body.toString('hex'))),
  encoded('escaped in percent signs', (body) => Buffer.from(encodeURIComponent(body.toString()))),
  encoded('as JSON text', (body) => Buffer.from(JSON.stringify(body.toString()))),
  encoded('packed, and nothing says so', (body) => gzipSync(body)),
  encoded('deflated, and nothing says so', (body) => deflateSync(body)),
  encoded('in capital letters', (body) => Buffer.from(body.toString().toUpperCase())),
  encoded('as a file of a form', (body) =>
    Buffer.concat([Buffer.from('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'), body, Buffer.from('\r\n--x--')]),
  ),
]
