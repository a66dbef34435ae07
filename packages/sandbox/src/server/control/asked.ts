import { type Answer, json, type PageRequest } from '../answer.ts'
import { type Fields, fieldsOf, neededText, refuseUnknown } from '../fields.ts'
import { Refused } from '../refused.ts'
import type { Site } from '../site.ts'
import type { World } from '../worlds.ts'

/** One request to the control API. */
export interface Asked {
  readonly request: PageRequest
  readonly site: Site
  /** `?mchId=`, or the body's. */
  readonly mchId: string | undefined
  /** The wallet of that merchant; without one, the shared wallet. */
  readonly world: World
  /** The body's fields; empty where the call takes none. */
  readonly body: Fields
}

export function failure(status: number, error: string): Answer {
  return json(status, { error })
}

/** The fields of a JSON object. Throws for anything else; no body is no fields. */
export function bodyFields({ body }: PageRequest): Fields {
  const text = new TextDecoder().decode(body)
  return fieldsOf(text.trim() === '' ? {} : parsed(text), 'body')
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused(400, 'body: expected JSON, found text that is none')
  }
}

/** `?mchId=`, or the body's. Throws for what cannot be one, and for two that differ. */
export function merchantNamed({ query }: PageRequest, body: Fields): string | undefined {
  refuseUnknown(query.keys(), ['mchId'])
  const names = [...query.getAll('mchId'), ...(body.has('mchId') ? [neededText(body, 'mchId')] : [])]
  if (names.includes('')) throw new Refused(400, 'mchId: expected the number of a merchant, found none')
  if (new Set(names).size > 1) throw new Refused(400, `mchId: expected one merchant, found ${names.join(' and ')}`)
  return names[0]
}

/** A word of a list. */
export function choice<Word extends string>(body: Fields, name: string, words: readonly Word[]): Word {
  const value = body.get(name)
  const found = words.find((word) => word === value)
  if (found !== undefined) return found
  throw new Refused(400, `${name}: expected one of ${words.join(', ')}, found ${JSON.stringify(value) ?? 'none'}`)
}
