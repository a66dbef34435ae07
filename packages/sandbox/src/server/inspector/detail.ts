import type { Exchanged, Inspection } from '../../wallet.ts'
import { headerPairs } from '../headers.ts'
import { type Html, html } from '../html.ts'
import { shownTime } from '../shown.ts'
import { textOf } from '../text.ts'
import { answerBadge, signatureBadge } from './list.ts'
import { INSPECTOR_PATH, type Look, queryOf } from './look.ts'
import { WORDS } from './words.ts'

/** The two things that can be taken along. */
export interface Copies {
  readonly curl: string
  readonly test: string
}

type Pairs = readonly (readonly [name: string, value: string])[]

/** One message whole: why its signature is right or not, what it says, how it looked on the wire, and how to send it again. */
export function detailBody(inspection: Inspection, copies: Copies, look: Look): Html {
  const words = WORDS[look.language]
  const { id, call, outTradeNo, from } = inspection.exchanged
  return html`<h1>#${id} ${call ?? words.unknownCall}${outTradeNo === undefined ? '' : ` · ${outTradeNo}`}</h1>
${summary(inspection, look)}
<h2>${words.signature}</h2>
${signature(inspection, look)}
<div class="pair">
${fieldTable(words.fields, inspection.fields, look)}
${fieldTable(words.answerFields, inspection.answerFields, look)}
</div>
<h2>${words.copy}</h2>
<p class="quiet">${words.copyNote}</p>
<div class="pair">
${copy('curl', words.curl, words.curlNote[from], copies.curl, id, look)}
${copy('test', words.test, words.testNote, copies.test, id, look)}
</div>
<h2>${words.raw}</h2>
<div class="pair">
${rawRequest(inspection.exchanged, look)}
${rawAnswer(inspection.exchanged, look)}
</div>
<p><a href="${INSPECTOR_PATH}/case?${queryOf(look)}" download>${words.saveCase}</a> · <a href="${INSPECTOR_PATH}?${queryOf(look)}">${words.back}</a></p>`
}

function summary(inspection: Inspection, look: Look): Html {
  const words = WORDS[look.language]
  const { at, from, mchId, faults, answer, request } = inspection.exchanged
  const badges = faults.map((fault) => html` <span class="badge warn">${fault}</span>`)
  const late = answer?.delayMs ? html` <span class="badge warn">${words.answerAfter(answer.delayMs)}</span>` : html``
  const rows: readonly (readonly [string, Html])[] = [
    [words.time, html`${shownTime(at)}`],
    [words.direction, html`${words.from[from]}`],
    [words.merchant, html`${mchId ?? ''}`],
    [words.certificate, html`${request.clientCertificate ?? ''}`],
    [words.answer, html`${answerBadge(inspection, look)}${late}`],
    [words.faults, html`${badges}`],
  ]
  const shown = rows.filter(([, { markup }]) => markup !== '')
  return html`<dl>${shown.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

function signature(inspection: Inspection, look: Look): Html {
  const words = WORDS[look.language]
  const { signature: found } = inspection
  if (!found) return html`<p class="quiet">${words.unsigned}: ${words.unsignedNote}</p>`
  const isRight = found.cause === 'right'
  return html`<div class="card">
<h3>${words.signedText}</h3>
<pre>${found.text}</pre>
<dl><dt>${words.expected}</dt><dd><code>${found.expected || words.nothing}</code></dd><dt>${words.found}</dt><dd><code>${found.found || words.nothing}</code></dd></dl>
<p class="message ${isRight ? 'good' : 'bad'}" role="status">${signatureBadge(inspection, look)} ${found.sentence[look.language]}</p>
</div>`
}

function fieldTable(title: string, fields: Pairs, { language }: Look): Html {
  const rows = fields.map(
    ([name, value]) => html`<tr><th scope="row"><code>${name}</code></th><td><code>${value}</code></td></tr>`,
  )
  const table = rows.length > 0 ? html`<table>${rows}</table>` : html`<p class="quiet">${WORDS[language].unreadable}</p>`
  return html`<section><h2>${title}</h2>${table}</section>`
}

/** About as much as fits beside another column, and on a screen. */
const ROW_LENGTH = 60
const MOST_ROWS = 16

function copy(kind: 'curl' | 'test', title: string, note: string, text: string, id: string, look: Look): Html {
  const rows = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / ROW_LENGTH)), 0)
  const words = WORDS[look.language]
  return html`<section><label for="${kind}"><b>${title}</b></label> · <a href="${INSPECTOR_PATH}/${id}/${kind}?${queryOf(look)}" download>${words.download}</a>
<p class="quiet">${note}</p>
<textarea id="${kind}" readonly rows="${String(Math.min(MOST_ROWS, rows))}" spellcheck="false">
${text}</textarea></section>`
}

function rawRequest({ request }: Exchanged, look: Look): Html {
  const first = `${request.method} ${request.url}`
  return raw(WORDS[look.language].rawRequest, first, headerPairs(request.headers), request.body, look)
}

function rawAnswer({ answer }: Exchanged, look: Look): Html {
  const words = WORDS[look.language]
  if (!answer) return html`<section><h3>${words.rawAnswer}</h3><p class="quiet">${words.noAnswer}</p></section>`
  return raw(words.rawAnswer, `HTTP ${answer.status}`, answer.headers, answer.body, look)
}

function raw(title: string, first: string, headers: Pairs, body: Uint8Array, { language }: Look): Html {
  const words = WORDS[language]
  const text = textOf(body)
  const note = text === undefined ? html`<p class="quiet">${words.bytes(body.byteLength)}</p>` : html``
  const shown = text ?? Buffer.from(body).toString('base64')
  const head = [first, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n')
  return html`<section><h3>${title}</h3><pre>${head}</pre>${note}<pre>${shown === '' ? words.empty : shown}</pre></section>`
}
