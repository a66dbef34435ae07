import type { GatewayContext, PlainRoute } from '../context.ts'
import type { GatewayParts } from '../parts.ts'
import type { ApiRoute } from '../routes/route.ts'
import { errorsPage } from './errors-page.ts'
import { type Language, type Page, STYLE_HASH } from './html.ts'
import { openApi } from './openapi.ts'
import { apiPage } from './page.ts'

/** `/openapi.json`, and pages that are made from it here: no script, nothing from elsewhere. */
export function docsRoutes(parts: GatewayParts, routes: readonly ApiRoute[]): readonly PlainRoute[] {
  // Made when somebody first asks: it costs more than all other routes together.
  const once = <Made>(make: () => Made) => oncePer(() => parts.settings.publicUrl, make)
  const document = once(() => openApi(parts, routes))
  const json = once(() => JSON.stringify(document()))
  const pages = { en: once(() => apiPage(document(), 'en')), zh: once(() => apiPage(document(), 'zh')) }
  const errors = { en: once(() => errorsPage('en')), zh: once(() => errorsPage('zh')) }
  return [
    {
      method: 'GET',
      path: '/openapi.json',
      handler: (c) => named(c, '/openapi.json').body(json(), 200, { 'content-type': 'application/json' }),
    },
    { method: 'GET', path: '/docs', handler: (c) => shown(named(c, '/docs'), pages) },
    { method: 'GET', path: '/docs/errors', handler: (c) => shown(named(c, '/docs/errors'), errors) },
  ]
}

/** A reload may change the address that all of it names. */
function oncePer<Made>(address: () => string, make: () => Made): () => Made {
  let made: { readonly value: Made; readonly address: string } | undefined
  return () => {
    if (made?.address !== address()) made = { value: make(), address: address() }
    return made.value
  }
}

function named(c: GatewayContext, path: string): GatewayContext {
  c.set('route', path)
  return c
}

const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

async function shown(c: GatewayContext, pages: Readonly<Record<Language, () => Page>>): Promise<Response> {
  const page = await pages[languageOf(c)]()
  return c.body(String(page), 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    vary: 'Accept-Language',
  })
}

/** As the address says, otherwise as the browser does. */
function languageOf(c: GatewayContext): Language {
  const asked = c.req.query('lang')
  if (asked === 'zh' || asked === 'en') return asked
  const [first = ''] = (c.req.header('accept-language') ?? '').split(',', 1)
  return /^\s*zh\b/i.test(first) ? 'zh' : 'en'
}
