import { type Answer, answer, type PageRequest } from './answer.ts'

/** A file of its own, because the policy of the pages forbids inline styles. */
export const STYLE_PATH = '/sandbox.css'

/** What a browser asks for by itself is told here that it is not there: it is no message to the wallet. */
const ICON_PATH = '/favicon.ico'

export function isStylePath(path: string): boolean {
  return path === STYLE_PATH || path === ICON_PATH
}

export function stylesheet({ path }: PageRequest): Answer {
  return path === STYLE_PATH ? answer(200, 'text/css', CSS) : answer(404, 'text/plain', 'Not Found')
}

const CSS = `
:root { color-scheme: light; --ink: #16191d; --quiet: #545d68; --line: #c9d0d8; --paper: #fff; --ground: #f2f4f7; --blue: #0b57b7;
  --good: #0a6b3b; --good-ground: #e3f4ea; --bad: #a3161f; --bad-ground: #fdeaea; --warn: #7a4b00; --warn-ground: #fff2d6;
  font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #e8ebef; --quiet: #a9b3bf; --line: #434b55; --paper: #1d2126;
  --ground: #121519; --blue: #7db4ff; --good: #7fdca6; --good-ground: #143524; --bad: #ff9d9d; --bad-ground: #431b1e;
  --warn: #ffcf7a; --warn-ground: #3d2c0b } }
* { box-sizing: border-box }
body { background: var(--ground); color: var(--ink); margin: 0 auto; padding: 0 1rem 2rem }
body.phone { max-width: 27rem }
body.inspector { max-width: 76rem }
a { color: var(--blue) }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px }
header { align-items: baseline; display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; padding: .75rem 0 }
header p { color: var(--quiet); font-size: .875rem; margin: 0 }
nav { border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0 1.25rem; width: 100% }
nav a { border-bottom: 3px solid transparent; color: var(--ink); padding: .5rem 0; text-decoration: none }
nav a[aria-current] { border-color: var(--blue); color: var(--blue); font-weight: 600 }
nav a:last-child { margin-left: auto }
h1 { font-size: 1.25rem; margin: 1rem 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem }
h3 { font-size: .875rem; margin: 1rem 0 .25rem }
.quiet { color: var(--quiet); font-size: .875rem }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; margin: .75rem 0; padding: 1rem }
.amount { font-size: 2.25rem; font-weight: 600; line-height: 1.2; margin: .25rem 0 }
.message { border-radius: .5rem; font-weight: 600; margin: .75rem 0; padding: .5rem .75rem; background: var(--warn-ground); color: var(--warn) }
.message.good { background: var(--good-ground); color: var(--good) }
.message.bad { background: var(--bad-ground); color: var(--bad) }
.qr { background: #fff; border-radius: .5rem; margin: 1rem auto; padding: .5rem; width: 13rem }
.qr svg { display: block; height: auto; width: 100% }
.digits { display: flex; flex-wrap: wrap; font: 600 1.6rem/1.3 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; gap: 0 .7rem;
  justify-content: center; margin: .5rem 0 }
dl { display: grid; gap: .25rem 1rem; grid-template-columns: auto 1fr; margin: 1rem 0 0 }
dt { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
form { margin: 1rem 0 }
.card > :first-child { margin-top: 0 }
.card > :last-child { margin-bottom: 0 }
fieldset { border: 1px solid var(--line); border-radius: .75rem; margin: 0; padding: .5rem 1rem 1rem }
legend { font-weight: 600; padding: 0 .5rem }
.dots { letter-spacing: .6rem; font-size: 1.25rem; margin: 0 0 .75rem; text-align: center }
.buttons { display: grid; gap: .625rem; grid-template-columns: 1fr 1fr }
button { background: var(--paper); border: 1px solid var(--quiet); border-radius: .5rem; color: var(--ink); cursor: pointer; font: inherit;
  min-height: 3rem; padding: .25rem .75rem }
button:last-child { grid-column: 1 / -1 }
button.first { background: #0b57b7; border-color: #0b57b7; color: #fff; font-weight: 600; grid-column: 1 / -1 }
ul.bills { list-style: none; margin: 0; padding: 0 }
ul.bills a { color: inherit; display: grid; gap: 0 1rem; grid-template-columns: 1fr auto; text-decoration: none }
ul.bills a > * { overflow-wrap: anywhere }
ul.bills a > :nth-child(even) { align-self: start; justify-self: end }
.badge { background: var(--ground); border: 1px solid var(--line); border-radius: .375rem; display: inline-block; font-size: .8125rem;
  padding: 0 .4rem; white-space: nowrap }
.badge.good { background: var(--good-ground); border-color: var(--good); color: var(--good) }
.badge.bad { background: var(--bad-ground); border-color: var(--bad); color: var(--bad) }
.badge.warn { background: var(--warn-ground); border-color: var(--warn); color: var(--warn) }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid var(--line); overflow-wrap: anywhere; padding: .375rem .75rem .375rem 0; text-align: left; vertical-align: top }
th { color: var(--quiet); font-weight: 400 }
pre, textarea, code { font: .8125rem/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; overflow-wrap: anywhere; padding: .625rem;
  white-space: pre-wrap }
textarea { background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; color: var(--ink); display: block; padding: .625rem;
  margin: 0 0 1rem; resize: vertical; width: 100% }
.pair { display: grid; gap: 0 1.5rem; grid-template-columns: minmax(0, 1fr) }
.pair th { white-space: nowrap; width: 1% }
@media (min-width: 60rem) { .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) } }
@media (max-width: 47.99rem) {
  .messages thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px }
  .messages tr { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; display: block; margin: .75rem 0; padding: .5rem 1rem }
  .messages td { border: 0; display: flex; gap: 1rem; padding: .125rem 0 }
  .messages td::before { color: var(--quiet); content: attr(data-label); flex: 0 0 6.5rem }
  .messages td:empty { display: none }
}
`
