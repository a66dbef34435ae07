import { createHash, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Random } from '@tpkit/core/ports'
import type { KeyMode } from '../rows.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID = 16
const SECRET = 32
const CHECKSUM = 6
const TEXT = new RegExp(`^tpk_(live|test)_([0-9A-Za-z]{${ID}})([0-9A-Za-z]{${SECRET}})[0-9A-Za-z]{${CHECKSUM}}$`)

/** What is in the text of a key. */
export interface KeyText {
  readonly mode: KeyMode
  readonly id: string
  /** 190 bits. */
  readonly secret: string
}

export function drawKey(random: Random, mode: KeyMode): KeyText {
  return { mode, id: draw(random, ID), secret: draw(random, SECRET) }
}

/** `tpk_live_…`: scanners of repositories find it by its prefix, and tell a real one by its checksum. */
export function keyText({ mode, id, secret }: KeyText): string {
  const text = `tpk_${mode}_${id}${secret}`
  return text + checksum(text)
}

/** What is in a text; or why it can be none of ours, told without a look into the books. */
export function readKeyText(text: string): KeyText | 'malformed' | 'checksum' {
  const [, mode, id = '', secret = ''] = TEXT.exec(text) ?? []
  if (mode !== 'live' && mode !== 'test') return 'malformed'
  if (checksum(text.slice(0, -CHECKSUM)) !== text.slice(-CHECKSUM)) return 'checksum'
  return { mode, id, secret }
}

/** A plain hash is enough: nobody guesses 190 bits, so that a slow one would only cost us. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** In constant time, also where there is no key to compare with. */
export function isSecretOf(digest: string | undefined, secret: string): boolean {
  const [kept, given] = [digest ?? digestOf(''), digestOf(secret)].map((hex) => Buffer.from(hex, 'hex'))
  return kept !== undefined && given !== undefined && timingSafeEqual(kept, given) && digest !== undefined
}

/** Bytes beyond the last whole multiple of 62 are thrown away: every character is as likely as any other. */
function draw(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    const fair = [...random.bytes(length)].filter((byte) => byte < 256 - (256 % ALPHABET.length))
    text += fair.map((byte) => ALPHABET[byte % ALPHABET.length]).join('')
  }
  return text.slice(0, length)
}

/** CRC-32 in base 62. */
function checksum(text: string): string {
  let digits = ''
  for (let left = crc32(text); digits.length < CHECKSUM; left = Math.floor(left / ALPHABET.length))
    digits = `${ALPHABET[left % ALPHABET.length]}${digits}`
  return digits
}
