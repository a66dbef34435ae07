import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { refusesAll, rejected } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import type { Message } from '../world/http.ts'
import { qqFields, qqSign, qqXml } from '../world/qq.ts'
import type { Sold } from '../world/sold.ts'

/** A notify whose text is written by hand, signed over what it would mean. */
async function given(trial: Trial) {
  const sold = await trial.shop.sell('qq')
  const { sign: _sign, ...fields } = qqFields(sold.notify.body)
  const key = trial.world.qq.apiKey('a')
  const signed = (said: Readonly<Record<string, string>>): string =>
    Buffer.from(qqXml({ ...said, sign: qqSign(said, key) })).toString()
  const text = (xml: string): Message => ({ ...sold.notify, body: Buffer.from(xml) })
  return { sold, fields, signed, text }
}

const inside = (xml: string, instead: string): string => xml.replace('<trade_state><![CDATA[SUCCESS]]></trade_state>', instead)

export const parseXml: Cases = {
  A057: async (trial) => {
    const { sold, fields, signed, text } = await given(trial)
    const xml = signed(fields)
    const entity = "<!DOCTYPE x [<!ENTITY e 'SUCCESS'>]>"
    await refusesAll(trial, sold, [
      ['an entity in a field', text(entity + inside(xml, '<trade_state>&e;</trade_state>'))],
      ['an entity that nobody uses', text(entity + xml)],
      ['an empty DOCTYPE', text(`<!DOCTYPE xml>${xml}`)],
      ['DOCTYPE in small letters', text(`<!doctype xml>${xml}`)],
      ['DOCTYPE behind the declaration', text(`<?xml version="1.0"?>${entity}${xml}`)],
      ['DOCTYPE inside of the root', text(xml.replace('<xml>', `<xml>${entity}`))],
      ['an ENTITY without a DOCTYPE', text(`<!ENTITY e 'SUCCESS'>${xml}`)],
      ['an ELEMENT', text(`<!ELEMENT xml ANY>${xml}`)],
      ['a comment', text(xml.replace('<xml>', '<xml><!-- x -->'))],
      ['a processing instruction', text(xml.replace('<xml>', '<xml><?x y?>'))],
      ['DOCTYPE in UTF-16', { ...sold.notify, body: Buffer.from(`\ufeff${entity}${xml}`, 'utf16le') }],
    ])
  },
  A058: async (trial) => {
    const { sold, fields, signed, text } = await given(trial)
    const listener = await listening()
    const xml = signed(fields)
    const use = '<trade_state>&e;</trade_state>'
    const forms = {
      'SYSTEM of a file': `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${inside(xml, use)}`,
      'SYSTEM of an address': `<!DOCTYPE x [<!ENTITY e SYSTEM "${listener.url}/e">]>${inside(xml, use)}`,
      'PUBLIC of an address': `<!DOCTYPE x [<!ENTITY e PUBLIC "x" "${listener.url}/p">]>${inside(xml, use)}`,
      'a parameter entity': `<!DOCTYPE x [<!ENTITY % p SYSTEM "${listener.url}/dtd"> %p;]>${xml}`,
      'a DTD elsewhere': `<!DOCTYPE x SYSTEM "${listener.url}/x.dtd">${xml}`,
      XInclude: xml.replace('<xml>', `<xml xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="${listener.url}/i"/>`),
      'a stylesheet': `<?xml-stylesheet href="${listener.url}/s"?>${xml}`,
    }
    for (const [what, spoilt] of Object.entries(forms))
      await trial.bad(
        what,
        async () => (await rejected(trial, sold, text(spoilt))) ?? (listener.heard() > 0 ? 'somebody called' : undefined),
      )
    await listener.close()
    await trial.twin('without it', () => takenPlain(trial, sold))
  },
  A059: async (trial) => {
    const { sold, fields, signed, text } = await given(trial)
    const xml = signed(fields)
    const levels = Array.from({ length: 9 }, (_none, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`)
    const laughs = `<!DOCTYPE x [<!ENTITY l0 "ha">${levels.join('')}]>${inside(xml, '<trade_state>&l9;</trade_state>')}`
    const large = `<!DOCTYPE x [<!ENTITY b "${'x'.repeat(50_000)}">]>${inside(xml, `<trade_state>${'&b;'.repeat(1000)}</trade_state>`)}`
    const numeric = inside(xml, `<trade_state>${'&#65;'.repeat(9000)}</trade_state>`)
    const deep = inside(xml, `<trade_state>${'<a>'.repeat(8000)}${'</a>'.repeat(4000)}</trade_state>`)
    const forms = {
      'billion laughs': laughs,
      'one large entity, used a thousand times': large,
      'nine thousand numeric entities': numeric,
      'eight thousand levels': deep,
    }
    for (const [what, spoilt] of Object.entries(forms)) await trial.bad(what, () => cheaply(trial, sold, text(spoilt)))
    await trial.twin('the same without entities', () => takenPlain(trial, sold))
  },
  A060: async (trial) => {
    const { sold, fields, signed, text } = await given(trial)
    const xml = signed(fields)
    const cheap = signed({ ...fields, total_fee: '1' })
    const twice = (whole: string, first: string, second: string): string =>
      whole.replace(/<total_fee>.*?<\/total_fee>/, `<total_fee>${first}</total_fee><total_fee>${second}</total_fee>`)
    await refusesAll(trial, sold, [
      ['1 and 10000, signed over 10000', text(twice(xml, '1', '10000'))],
      ['10000 and 1, signed over 10000', text(twice(xml, '10000', '1'))],
      ['1 and 10000, signed over 1', text(twice(cheap, '1', '10000'))],
      ['10000 and 1, signed over 1', text(twice(cheap, '10000', '1'))],
      ['10000 twice', text(twice(xml, '10000', '10000'))],
      ['a second sign', text(xml.replace('</xml>', '<sign>0</sign></xml>'))],
      ['a second root', text(xml + cheap)],
      ['one inside of another', text(twice(xml, '<total_fee>10000</total_fee>', '1'))],
    ])
  },
}

/** Who is asked to fetch something comes here. */
async function listening() {
  let calls = 0
  const server = createServer((_request, response) => response.end()).on('connection', () => {
    calls += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  const close = (): Promise<unknown> => new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${port}`, heard: () => calls, close }
}

async function takenPlain(trial: Trial, sold: Sold): Promise<string | undefined> {
  const answer = await trial.shop.notify(sold.account, sold.notify)
  return sold.stand.accepts(answer) ? undefined : `expected that it is taken, found ${answer.status}`
}

const MOST_KEPT = 5 * 1024 * 1024

/** No digest was made of it, and nothing of it is kept. */
async function cheaply(trial: Trial, sold: Sold, message: Message): Promise<string | undefined> {
  const { world } = trial
  const before = await world.gateway().ask('state', { tidy: true })
  const wrong = await rejected(trial, sold, message)
  const after = await world.gateway().ask('state', { tidy: true })
  if (after.held - before.held > MOST_KEPT) return `${after.held - before.held} bytes are kept`
  return wrong
}
