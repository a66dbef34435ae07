import type { Fields } from '@tpkit/wire'
import { undecoded } from './inspect-body.ts'
import { addedTrials, missingTrials, pickTrials, repeatedTrials } from './inspect-parameters.ts'
import { few, fits, type Question, type Trial, textsOf } from './inspect-trial.ts'
import { TRIED } from './inspect-tried.ts'
import { percentDecoded, UNDO } from './inspect-undo.ts'
import type { Cause } from './inspect-words.ts'

/** A real notify has some thirty. Bounds the work: each trial reads the whole message. */
export const MOST_FIELDS = 64

/** The one mistake that explains the signature, where there is one. */
export function explained(question: Question): Cause | undefined {
  const usual = signsOf(question.fields.sign ?? '')
  for (const trial of trials(question)) {
    const signs = trial.signs ?? usual
    if (trial.texts.some((text) => signs.some((sign) => fits(question, trial.by, text, sign)))) return trial.cause()
  }
  return undefined
}

function* trials(question: Question): Generator<Trial> {
  const { fields, body } = question
  yield* repeatedTrials(question)
  yield* signTrials(fields)
  yield* addedTrials(question)
  const plain = undecoded(body)
  if (plain.sign) yield { cause: TRIED.decodedForm, texts: textsOf(plain), signs: signsOf(plain.sign) }
  yield* pickTrials(fields)
  yield* valueTrials(fields)
  yield* missingTrials(question)
}

/** The signature and what is said of it, with every other parameter as it came. */
function* signTrials(fields: Fields): Generator<Trial> {
  const { sign = '', sign_type = '' } = fields
  const texts = textsOf(fields)
  if (sign_type !== 'RSA2')
    yield { cause: () => TRIED.signType(sign_type.slice(0, 20)), texts: textsOf({ ...fields, sign_type: 'RSA2' }) }
  if (sign.includes(' ')) yield { cause: TRIED.signPlus, texts, signs: [sign.replaceAll(' ', '+')] }
  yield { cause: TRIED.signChanged, texts, signs: signsOf(sign).slice(1) }
  yield { cause: TRIED.appKey, texts, by: 'app' }
  yield { cause: TRIED.sha1, texts, by: 'sha1' }
}

/** Each change undone in all values, then in each alone. */
function* valueTrials(fields: Fields): Generator<Trial> {
  for (const { cause, undo } of UNDO) {
    const before = Object.entries(fields).map(([name, value]) => [name, value === '' ? '' : undo(value, name)] as const)
    const changes = before.filter(([name, value]) => name !== 'sign' && value !== fields[name])
    if (changes.length === 0) continue
    const names = few(changes.map(([name]) => name))
    yield { cause: () => cause(names), texts: textsOf({ ...fields, ...Object.fromEntries(changes) }) }
    if (changes.length === 1) continue
    for (const [name, value] of changes) yield { cause: () => cause(few([name])), texts: textsOf({ ...fields, [name]: value }) }
  }
}

/** A sign that came changed, and what it may have been. */
function signsOf(sign: string): readonly string[] {
  const plus = sign.replaceAll(' ', '+')
  const bare = percentDecoded(sign).replace(/\s/g, '')
  const usual = bare.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  return [...new Set([sign, plus, bare, usual.padEnd(Math.ceil(usual.length / 4) * 4, '=')])]
}
