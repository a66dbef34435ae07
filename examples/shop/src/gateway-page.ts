/** What the shop keeps of an order; in memory here, and a real shop has a database. */
export interface ShopOrder {
  readonly orderNo: string
  /** The gateway's number of the payment. */
  readonly id?: string
  readonly status: string
  readonly refunded?: number
  readonly qr?: string
}

/** The shop's one page: buy, look, give back. */
export function pageOf(orders: readonly ShopOrder[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2">
<title>Tea shop</title>
<style>body{font:16px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}td,th{padding:.25rem .75rem;text-align:left}</style>
<h1>Tea shop 茶店</h1>
<button onclick="fetch('/orders',{method:'POST'}).then(()=>location.reload())">Buy tea, ¥19.90</button>
<table><tr><th>order<th>status<th>QR code: scan it with the payer's phone page<th></tr>${orders.map(rowOf).join('')}</table>
</html>
`
}

function rowOf({ orderNo, status, refunded, qr }: ShopOrder): string {
  const back = `<button onclick="fetch('/orders/${orderNo}/refund',{method:'POST'})">refund</button>`
  const shown = refunded ? `${status}, ${(refunded / 100).toFixed(2)} given back` : status
  return `<tr><td>${orderNo}<td>${shown}<td>${status === 'open' ? escaped(qr ?? '') : ''}<td>${status === 'paid' && !refunded ? back : ''}`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
