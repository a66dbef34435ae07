import { createHash } from 'node:crypto'
import type { Received } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../shop.fixture.ts'

/** A paid order whose notify has not been heard, and the text of that notify. */
async function givenAnUnheardNotify() {
  const shop = await openShop()
  await shop.prompted('T-1')
  await shop.act('T-1')
  const [notify] = shop.wallet.due(shop.clock.at)
  if (!notify) throw new Error('expected a notify')
  return { shop, text: Buffer.from(notify.body).toString() }
}

function tell({ till }: Shop, text: string) {
  const received: Received = { headers: new Map(), query: '', body: Buffer.from(text) }
  return till.settle('qq-1', received)
}

describe('money rule 3: verified over what was received, by the algorithm of the configuration', () => {
  test.for([
    ['an amount that was changed', (text: string) => text.replace('1990', '1')],
    ['another order', (text: string) => text.replace('T-1', 'T-2')],
    ['a field that was not signed', (text: string) => text.replace('</xml>', '<extra><![CDATA[1]]></extra></xml>')],
    [
      'a signature of the right form',
      (text: string) => text.replace(/(<sign>(?:<!\[CDATA\[)?)[0-9A-F]{32}/, `$1${'A'.repeat(32)}`),
    ],
  ] as const)('money rule 3: %s is refused', async ([, spoil]) => {
    const { shop, text } = await givenAnUnheardNotify()
    expect(spoil(text)).not.toBe(text)
    expect(await tell(shop, spoil(text))).toMatchObject({ acknowledgement: 'refused', what: 'refused' })
    expect(await shop.order('T-1')).toMatchObject({ status: 'open' })
    expect(await tell(shop, text)).toMatchObject({ acknowledgement: 'accepted', what: 'moved' })
  })

  test('money rule 3: one that is signed with an empty key is refused', async () => {
    const { shop, text } = await givenAnUnheardNotify()
    const fields = [...text.matchAll(/<(\w+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs)].map(
      ([, name = '', data, plain]) => [name, data ?? plain ?? ''] as const,
    )
    const signed = fields.filter(([name, value]) => name !== 'sign' && value !== '').toSorted(([a], [b]) => (a < b ? -1 : 1))
    const sign = createHash('md5')
      .update(`${signed.map((pair) => pair.join('=')).join('&')}&key=`)
      .digest('hex')
      .toUpperCase()
    const forged = text.replace(/<sign>.*?<\/sign>/, `<sign>${sign}</sign>`)
    expect(await tell(shop, forged)).toMatchObject({ acknowledgement: 'refused' })
    expect(await shop.order('T-1')).toMatchObject({ status: 'open' })
  })
})

describe('money rule 4: nothing absent skips a check', () => {
  test.for([
    ['no signature', (text: string) => text.replace(/<sign>.*?<\/sign>/, '')],
    ['an empty signature', (text: string) => text.replace(/<sign>.*?<\/sign>/, '<sign></sign>')],
  ] as const)('money rule 4: a notify with %s is refused', async ([, spoil]) => {
    const { shop, text } = await givenAnUnheardNotify()
    expect(spoil(text)).not.toBe(text)
    expect(await tell(shop, spoil(text))).toMatchObject({ acknowledgement: 'refused' })
    expect(await shop.order('T-1')).toMatchObject({ status: 'open' })
    expect(await tell(shop, text)).toMatchObject({ what: 'moved' })
  })
})
