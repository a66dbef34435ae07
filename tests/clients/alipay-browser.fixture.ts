/** What a payer's browser shows, and where it is led. */
export interface Page {
  readonly status: number
  readonly html: string
  readonly location: string | undefined
  /** A button of the page's form. */
  readonly press: (action: string) => Promise<Page>
}

interface Form {
  readonly action: string
  readonly fields: readonly (readonly [name: string, value: string])[]
}

/** Goes to an address, or shows a page that submits its own form. */
export async function opened(made: string): Promise<Page> {
  if (!made.includes('<form')) return shown(made, await fetch(made, { redirect: 'manual' }))
  const { action, fields } = formIn(made, 'about:blank')
  return submitted(action, fields)
}

async function submitted(action: string, fields: Form['fields']): Promise<Page> {
  const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]))
  // A browser's header says no charset.
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return shown(action, await fetch(action, { method: 'POST', headers, body, redirect: 'manual' }))
}

async function shown(address: string, answer: Response): Promise<Page> {
  const bytes = await answer.arrayBuffer()
  const charset = /charset=([\w-]+)/.exec(answer.headers.get('content-type') ?? '')?.[1]
  const html = new TextDecoder(charset).decode(bytes)
  const location = answer.headers.get('location') ?? undefined
  const press = (action: string) => submitted(formIn(html, address).action, [['action', action]])
  return { status: answer.status, html, location, press }
}

const TAG = /<(\w+)((?:\s+[\w-]+="[^"]*")*)\s*\/?>/g

/** The form of a page, with everything in it that is hidden. */
function formIn(html: string, base: string): Form {
  const tags = [...html.matchAll(TAG)].map(([, name = '', said = '']) => ({ name, has: attributesIn(said) }))
  const form = tags.find(({ name }) => name === 'form')?.has.get('action')
  if (form === undefined) throw new Error(`expected a form, found ${html.slice(0, 400)}`)
  const hidden = tags.filter(({ name, has }) => name === 'input' && has.get('type') === 'hidden')
  const fields = hidden.map(({ has }) => [has.get('name') ?? '', has.get('value') ?? ''] as const)
  return { action: new URL(form, base).href, fields }
}

function attributesIn(said: string): ReadonlyMap<string, string> {
  return new Map([...said.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]))
}

const LETTERS = new Map([
  ['quot', '"'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['#39', "'"],
])

/** As HTML reads an attribute. */
function plain(value: string): string {
  return value.replace(/&(quot|amp|lt|gt|#39);/g, (all, name: string) => LETTERS.get(name) ?? all)
}
