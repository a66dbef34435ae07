import type { Inspection } from '../../wallet.ts'
import { type Html, html } from '../html.ts'
import { shownTime } from '../shown.ts'
import { endingOf, toneOf } from './ending.ts'
import { INSPECTOR_PATH, type Look, queryOf } from './look.ts'
import { WORDS } from './words.ts'

/** The latest messages, newest first. `older`: where the next page begins, if there is one. */
export function listBody(latest: readonly Inspection[], older: string | undefined, look: Look): Html {
  const words = WORDS[look.language]
  const head = [words.time, words.direction, words.call, words.order, words.answer, words.faults, words.signature]
  const table = html`<table class="messages">
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${latest.map((inspection) => row(inspection, look))}</tbody>
</table>`
  return html`<h1>${words.latest}</h1>
<p class="quiet"><a href="${INSPECTOR_PATH}/case?${queryOf(look)}" download>${words.saveCase}</a> · ${words.caseNote}</p>
${latest.length > 0 ? table : html`<p>${words.none}</p>`}
${older === undefined ? html`` : html`<p><a href="${INSPECTOR_PATH}?${queryOf(look)}&before=${older}">${words.older}</a></p>`}`
}

function row(inspection: Inspection, look: Look): Html {
  const words = WORDS[look.language]
  const { id, at, from, call, outTradeNo, faults } = inspection.exchanged
  const cells: readonly (readonly [label: string, content: Html])[] = [
    [words.time, html`${shownTime(at)}`],
    [words.direction, html`${words.from[from]}`],
    [words.call, html`<a href="${INSPECTOR_PATH}/${id}?${queryOf(look)}">#${id} ${call ?? words.unknownCall}</a>`],
    [words.order, html`${outTradeNo ?? ''}`],
    [words.answer, answerBadge(inspection, look)],
    [words.faults, html`${faults.map((fault) => html`<span class="badge warn">${fault}</span> `)}`],
    [words.signature, signatureBadge(inspection, look)],
  ]
  return html`<tr>${cells.map(([label, content]) => html`<td data-label="${label}">${content}</td>`)}</tr>`
}

export function answerBadge(inspection: Inspection, { language }: Look): Html {
  const ending = endingOf(inspection)
  return html`<span class="badge ${toneOf(ending)}">${ending ?? WORDS[language].noAnswer}</span>`
}

/** Nothing where nothing was signed. */
export function signatureBadge({ signature }: Inspection, { language }: Look): Html {
  if (!signature) return html``
  if (signature.cause === 'right') return html`<span class="badge good">${WORDS[language].right}</span>`
  return html`<span class="badge bad">${signature.cause}</span>`
}
