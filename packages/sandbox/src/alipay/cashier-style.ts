/** On the wallet's own host, because the policy of its pages takes nothing from elsewhere. */
export const STYLE_PATH = '/cashier/cashier.css'

export const CSS = `
:root { color-scheme: light; --ink: #16191d; --quiet: #545d68; --line: #c9d0d8; --paper: #fff; --ground: #f2f4f7; --blue: #0b57b7;
  --good: #0a6b3b; --good-ground: #e3f4ea; --bad: #a3161f; --bad-ground: #fdeaea; --warn: #7a4b00; --warn-ground: #fff2d6;
  font: 16px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark; --ink: #e8ebef; --quiet: #a9b3bf; --line: #434b55; --paper: #1d2126;
  --ground: #121519; --blue: #7db4ff; --good: #7fdca6; --good-ground: #143524; --bad: #ff9d9d; --bad-ground: #431b1e;
  --warn: #ffcf7a; --warn-ground: #3d2c0b } }
* { box-sizing: border-box }
body { background: var(--ground); color: var(--ink); margin: 0 auto; max-width: 30rem; padding: 0 1rem 2rem }
a { color: var(--blue) }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px }
header p { color: var(--quiet); font-size: .875rem; margin: .75rem 0 }
h1 { font-size: 1.25rem; margin: 1rem 0 .5rem; overflow-wrap: anywhere }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem }
.amount { font-size: 2.25rem; font-weight: 600; line-height: 1.2; margin: .25rem 0 }
.message { border-radius: .5rem; font-weight: 600; margin: .75rem 0; padding: .5rem .75rem; background: var(--warn-ground); color: var(--warn) }
.message.good { background: var(--good-ground); color: var(--good) }
.message.bad { background: var(--bad-ground); color: var(--bad) }
.qr { background: #fff; border-radius: .5rem; margin: 1rem auto; padding: .5rem; width: 13rem }
.qr svg { display: block; height: auto; width: 100% }
dl { display: grid; gap: .25rem 1rem; grid-template-columns: auto 1fr; margin: 1rem 0 0 }
dt { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
form { margin: 1rem 0 }
.buttons { display: grid; gap: .625rem; grid-template-columns: 1fr 1fr }
button { background: var(--paper); border: 1px solid var(--quiet); border-radius: .5rem; color: var(--ink); cursor: pointer; font: inherit;
  min-height: 3rem; padding: .25rem .75rem }
button:last-child { grid-column: 1 / -1 }
button.first { background: #0b57b7; border-color: #0b57b7; color: #fff; font-weight: 600; grid-column: 1 / -1 }
`
