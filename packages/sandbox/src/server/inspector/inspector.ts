import type { Exchanged, Inspection } from '../../wallet.ts'
import { type Answer, answer, type PageRequest } from '../answer.ts'
import { caseFile } from '../case-file.ts'
import { type Html, html } from '../html.ts'
import { type AccountEntry, numberOf } from '../kind.ts'
import { languageOf } from '../language.ts'
import { pageAnswer } from '../page.ts'
import type { Site } from '../site.ts'
import type { World } from '../worlds.ts'
import { curlOf } from './curl.ts'
import { type Copies, detailBody } from './detail.ts'
import { listBody } from './list.ts'
import { INSPECTOR_PATH, type Look, restOf } from './look.ts'
import { testOf } from './test-text.ts'
import { WORDS } from './words.ts'

export { INSPECTOR_PATH }

/** How many a page of the list shows: to name the cause of a refused signature takes milliseconds. */
const MOST_LISTED = 50

/** 报文检查: what came, what was answered, the string that was signed, and why a signature was refused. */
export function inspector(request: PageRequest, site: Site): Answer {
  const look: Look = {
    language: languageOf(request.query.get('lang'), request.header('accept-language')),
    mchId: request.query.get('mchId') || undefined,
  }
  const world = site.worlds.of(look.mchId)
  const rest = request.path.slice(INSPECTOR_PATH.length)
  if (rest === '') return list(request, world, look)
  if (rest === '/case') return caseFile(world)
  const [, id = '', kind] = /^\/([0-9]+)(?:\/(curl|test))?$/.exec(rest) ?? []
  const inspection = world.wallet.inspect(id)
  if (!inspection)
    return page(404, INSPECTOR_PATH, html`<p class="message bad" role="status">${WORDS[look.language].notFound}</p>`, look)
  const copies = copiesOf(inspection, world, site)
  if (kind === 'curl') return download(copies.curl, `message-${id}.sh`)
  if (kind === 'test') return download(copies.test, `message-${id}.test.ts`)
  return page(200, `${INSPECTOR_PATH}/${id}`, detailBody(inspection, copies, look), look)
}

/** Newest first; `?before=` turns the pages back, and only the first of them changes by itself. */
function list({ query }: PageRequest, { wallet }: World, look: Look): Answer {
  const before = /^[0-9]{1,15}$/.exec(query.get('before') ?? '')?.[0]
  const all = wallet.exchanges().filter(({ id }) => before === undefined || Number(id) < Number(before))
  const newest = all.slice(-MOST_LISTED).reverse()
  const older = all.length > MOST_LISTED ? newest.at(-1)?.id : undefined
  const inspections = newest.flatMap(({ id }) => wallet.inspect(id) ?? [])
  return page(200, INSPECTOR_PATH, listBody(inspections, older, look), look, before === undefined)
}

function copiesOf(inspection: Inspection, { wallet }: World, { accounts, copies }: Site): Copies {
  const account = accountFor(inspection.exchanged, accounts())
  return {
    curl: curlOf(inspection.exchanged, account),
    test: testOf(inspection, wallet.exchanges().filter(isEarlier(inspection.exchanged)), account, copies),
  }
}

/** Of whoever sent it; where nobody can say who, of the first merchant. */
function accountFor({ mchId }: Exchanged, accounts: readonly AccountEntry[]): AccountEntry {
  const account = accounts.find((each) => numberOf(each) === mchId) ?? accounts[0]
  if (account) return account
  throw new Error('sandbox: expected a merchant, found none')
}

/** Calls about the same order that may have made it what it was. */
function isEarlier({ id, mchId, outTradeNo }: Exchanged): (other: Exchanged) => boolean {
  return (other) =>
    outTradeNo !== undefined &&
    other.from === 'merchant' &&
    other.mchId === mchId &&
    other.outTradeNo === outTradeNo &&
    Number(other.id) < Number(id)
}

function download(text: string, name: string): Answer {
  return answer(200, 'text/plain', text, [['content-disposition', `attachment; filename="${name}"`]])
}

function page(status: number, path: string, body: Html, look: Look, refreshes = false): Answer {
  const { title } = WORDS[look.language]
  return pageAnswer(status, { language: look.language, kind: 'inspector', path, query: restOf(look), title, body, refreshes })
}
