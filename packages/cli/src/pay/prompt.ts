import type { Prompt } from 'tpkit'
import { renderUnicodeCompact } from 'uqr'
import type { Desk } from '../desk/desk.ts'
import { isoTime } from '../order/json.ts'

const WORDS = {
  en: {
    qr: 'The payer scans this:',
    redirect: 'Open this address in the browser of the payer:',
    form: (action: string) => `The browser of the payer submits this form to ${action}:`,
    asLink: 'At the sandbox a browser may open it as a link, too:',
    invoke: (bridge: string) => `The wallet's own client opens its cashier with ${bridge}:`,
    wait: 'The payer is typing the password.',
  },
  zh: {
    qr: '请付款人扫码：',
    redirect: '在付款人的浏览器中打开：',
    form: (action: string) => `由付款人的浏览器向 ${action} 提交此表单：`,
    asLink: '在沙箱中也可以作为链接打开：',
    invoke: (bridge: string) => `由钱包客户端用 ${bridge} 调起收银台：`,
    wait: '付款人正在输入密码。',
  },
} as const

/** Shows the payer's side of a payment. */
export function showPrompt(desk: Desk, prompt: Prompt, isSandbox: boolean): void {
  desk.answer({ event: 'prompt', prompt: { ...prompt, expiresAt: isoTime(prompt.expiresAt) } })
  desk.say(promptText(desk, prompt, isSandbox))
}

function promptText(desk: Desk, prompt: Prompt, isSandbox: boolean): string {
  const words = WORDS[desk.lang]
  switch (prompt.kind) {
    case 'qr':
      return `${words.qr}\n${qrCode(desk, prompt.text)}\n${prompt.text}`
    case 'redirect':
      return `${words.redirect}\n${prompt.url}`
    case 'form':
      return `${words.form(prompt.action)}\n${fieldLines(prompt.fields)}${isSandbox ? linkOf(prompt, words.asLink) : ''}`
    case 'invoke':
      return `${words.invoke(prompt.bridge)}\n${fieldLines(prompt.params)}`
    case 'wait':
      return words.wait
  }
}

function linkOf({ action, fields }: Extract<Prompt, { kind: 'form' }>, lead: string): string {
  return `\n${lead}\n${action}${action.includes('?') ? '&' : '?'}${new URLSearchParams(fields)}`
}

/** Light on dark, whatever the terminal's own colours are: phones want it the right way round. */
function qrCode(desk: Desk, text: string): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n')
  return lines.map((line) => desk.paint(['whiteBright', 'bgBlack'], line)).join('\n')
}

function fieldLines(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `  ${name}: ${value}`)
    .join('\n')
}
