import { renderSVG } from 'uqr'
import { type Html, html } from './html.ts'

/** A QR code, drawn here; `label` is what it is for whoever cannot see it. */
export function qrCode(text: string, label: string): Html {
  // The library writes an element with numbers in it and nothing of the text.
  const drawing: Html = { markup: renderSVG(text, { ecc: 'M', border: 2 }) }
  return html`<div class="qr" role="img" aria-label="${label}">${drawing}</div>`
}
