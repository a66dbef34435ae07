import { expect, test } from 'vitest'
import { html } from './html.ts'

const HOSTILE = `<b title="x" id='y'>&amp;</b>`
const SHOWN = '&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;'

test('text is escaped, for elements and for attributes of either quote', () => {
  expect(html`<p title="${HOSTILE}">${HOSTILE}</p>`.markup).toBe(`<p title="${SHOWN}">${SHOWN}</p>`)
})

test('markup is taken as it is, alone and in lists', () => {
  const item = html`<li>${'<'}</li>`
  expect(html`<ul>${item}${[item, item]}</ul>`.markup).toBe(`<ul>${'<li>&lt;</li>'.repeat(3)}</ul>`)
})
