import { CHARSETS } from '../journal/charsets.ts'
import { contentDeviations } from './diagnose-content.ts'
import { compare, type Deviation, type Parameter, type Recipe, RIGHT, type SignatureCause } from './diagnose-recipe.ts'
import { valueDeviations } from './diagnose-values.ts'

/** Every single mistake that is looked for, the likely ones first. `plain`: `biz_content` before it was encrypted, where it was. */
export function* deviations(all: readonly Parameter[], plain: string | undefined): Generator<Deviation> {
  yield* picked(all)
  yield* orders()
  yield* contentDeviations(all, plain)
  yield* valueDeviations(all)
  yield* wholeTexts()
}

/** Other parameters than those that were sent. */
function* picked(all: readonly Parameter[]): Generator<Deviation> {
  const picking = (cause: SignatureCause, detail: string, pick: Recipe['pick']): Deviation => ({
    cause,
    detail,
    recipe: { pick },
  })
  const without = (left: (each: Parameter) => boolean) => (some: readonly Parameter[]) =>
    RIGHT.pick(some).filter((each) => !left(each))
  yield picking(
    'sign-type-left-out',
    'sign_type',
    without(({ name }) => name === 'sign_type'),
  )
  for (const place of ['query', 'body'] as const) {
    yield picking(
      `${place}-only`,
      place,
      without((each) => each.place !== place),
    )
  }
  for (const { name: missing } of RIGHT.pick(all))
    yield picking(
      'parameter-left-out',
      missing,
      without(({ name }) => name === missing),
    )
  for (const value of ['', 'undefined', 'null']) {
    yield picking('sign-included', 'sign', (some) => [...RIGHT.pick(some), added('sign', value)])
  }
  const sent = new Set(RIGHT.pick(all).map(({ name }) => name))
  for (const [name, value] of UNSENT.filter((each) => !sent.has(each[0]))) {
    yield picking('extra-parameter', name, (some) => [...RIGHT.pick(some), added(name, value)])
  }
}

function added(name: string, value: string): Parameter {
  return { name, value, place: 'body' }
}

const OPTIONAL = [
  'notify_url',
  'return_url',
  'app_auth_token',
  'encrypt_type',
  'auth_token',
  'app_cert_sn',
  'alipay_root_cert_sn',
]

/** What programs sign though they do not send it. */
const UNSENT: readonly (readonly [name: string, value: string])[] = [
  ['format', 'JSON'],
  ['format', 'json'],
  ['sign_type', 'RSA2'],
  ['charset', 'utf-8'],
  ['charset', 'UTF-8'],
  ['version', '1.0'],
  ...OPTIONAL.flatMap((name) => ['', 'null', 'undefined'].map((value) => [name, value] as const)),
]

function* orders(): Generator<Deviation> {
  const ordering = (detail: string, order: Recipe['order']): Deviation => ({ cause: 'unsorted', detail, recipe: { order } })
  yield ordering('as they were sent', (some) => some)
  yield ordering('as they were sent, the body first', (some) => some.toSorted((a, b) => compare(a.place, b.place)))
  yield ordering('descending', (some) => [...some].sort((a, b) => compare(b.name, a.name)))
  yield ordering('ignoring underscores', (some) => [...some].sort((a, b) => compare(bare(a.name), bare(b.name))))
  yield ordering('biz_content first', (some) => {
    const isContent = ({ name }: Parameter): boolean => name === 'biz_content'
    return [...some.filter(isContent), ...RIGHT.order(some.filter((each) => !isContent(each)))]
  })
}

function bare(name: string): string {
  return name.replaceAll('_', '')
}

/** The right text, with something around it, escaped, or in other bytes. */
function* wholeTexts(): Generator<Deviation> {
  const joining = (cause: SignatureCause, detail: string, change: (text: string) => string): Deviation => ({
    cause,
    detail,
    recipe: { join: (pairs) => change(RIGHT.join(pairs)) },
  })
  for (const [detail, end] of ENDS) yield joining('line-end', detail, (text) => text + end)
  yield joining('line-end', 'BOM before', (text) => `\ufeff${text}`)
  yield joining('html-escaped', '&amp;', (text) => text.replaceAll('&', '&amp;'))
  yield joining('url-encoded', 'the whole text', encodeURIComponent)
  for (const [name, encode] of [...CHARSETS, ['UTF-8', (text: string) => new TextEncoder().encode(text)] as const]) {
    yield { cause: 'charset', detail: name, recipe: { encode } }
  }
}

const ENDS: readonly (readonly [detail: string, end: string])[] = [
  ['LF', '\n'],
  ['CR LF', '\r\n'],
  ['space', ' '],
  ['&', '&'],
]
