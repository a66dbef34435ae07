/** Writes trade statements as the wallet might, by its own lines: the oracle of the reader. */

export interface Line {
  /** What a reversal gave back has the refund's columns, under the order's own number: nobody gave it another. */
  readonly kind: 'payment' | 'refund' | 'reversal'
  readonly number: string
  readonly fen: bigint
  readonly discountFen: bigint
  readonly feeFen: bigint
  readonly name: string
  readonly attach: string
  readonly atMs: number
}

export interface Style {
  /** A back-tick before every value, before numbers only, or before none. */
  readonly ticks: 'all' | 'numbers' | 'none'
  readonly unit: '(元)' | '（元）' | ''
  readonly end: '\n' | '\r\n'
  readonly bom: boolean
  readonly words: 'english' | 'chinese'
  readonly time: 'seconds' | 'spreadsheet'
  readonly refundColumns: boolean
}

export const STYLE: Style = {
  ticks: 'all',
  unit: '(元)',
  end: '\r\n',
  bom: false,
  words: 'english',
  time: 'seconds',
  refundColumns: true,
}

const LEFT = ['交易时间', '商户号', '商户APPID', '子商户号', '子商户APPID', '用户标识', '设备号']
const NUMBERS = ['商户订单号', 'QQ钱包订单号', '付款银行', '货币种类']
const AMOUNTS = ['订单金额', '商户优惠金额', '商户应收金额', 'QQ钱包优惠金额', '用户支付金额']
const REFUND = ['退款提交时间', '商户退款订单号', 'QQ钱包退款订单号']
const REFUNDED = ['退款金额', '退还QQ钱包优惠金额']
const TOTALS = ['订单总金额', '商户优惠总金额', '商户应收总金额', 'QQ钱包优惠总金额', '用户支付总金额']

export function writeStatement(lines: readonly Line[], style: Style = STYLE): string {
  const money = (titles: readonly string[]) => titles.map((title) => `${title}${style.unit}`)
  const refund = style.refundColumns ? [...REFUND, ...money(REFUNDED), '退款状态', '退款成功时间', '退款方式'] : []
  const scene = style.words === 'chinese' ? '支付方式' : '支付场景'
  const titles = [
    ...[...LEFT, scene, ...NUMBERS, ...money(AMOUNTS), '交易状态'],
    ...[...refund, '商品名称', '商户数据包', ...money(['手续费金额']), '费率'],
  ]
  const totals = ['交易总笔数', ...money([...TOTALS, '退款总金额', '退还QQ钱包优惠总金额', '手续费总金额'])]
  const rows = [titles.join(','), ...lines.map((line) => row(line, style)), totals.join(','), sums(lines, style)]
  return `${style.bom ? '\uFEFF' : ''}${rows.join(style.end)}${style.end}`
}

function row(line: Line, style: Style): string {
  const english = style.words === 'english'
  const paid = line.kind === 'payment'
  const at = time(line.atMs, style)
  const [order, receivable] = paid ? [line.fen, line.fen] : [0n, 0n]
  const [constant, chinese] = STATES[line.kind]
  const refundNumber = numbered(line.kind === 'refund' ? `R${line.number}` : `A${line.number}`, style)
  const refund = paid
    ? ['', '', '', '0.00', '0.00', '', '', '']
    : [
        ...[at, refundNumber, numbered(`8${line.number}`, style), yuan(line.fen), yuan(line.discountFen)],
        ...[english ? 'SUCCESS' : '退款成功', at, 'ORIGINAL'],
      ]
  const discount = paid ? line.discountFen : 0n
  const values = [
    ...[at, '1900000109', '', '', '', '', 'POS-1', 'NATIVE'],
    ...[numbered(`A${line.number}`, style), numbered(`9${line.number}`, style), 'BALANCE', english ? 'CNY' : 'RMB'],
    ...[yuan(order), '0.00', yuan(receivable), yuan(discount), yuan(paid ? line.fen - line.discountFen : 0n)],
    ...[english ? constant : chinese, ...(style.refundColumns ? refund : [])],
    ...[line.name, line.attach, yuan(line.feeFen), '0.60%'],
  ]
  return ticked(values, style)
}

const STATES: Readonly<Record<Line['kind'], readonly [english: string, chinese: string]>> = {
  payment: ['SUCCESS', '支付成功'],
  refund: ['REFUND', '转入退款'],
  reversal: ['REVOKED', '已撤销'],
}

function sums(lines: readonly Line[], style: Style): string {
  const sum = (paid: boolean, field: 'fen' | 'discountFen') =>
    lines.filter((line) => (line.kind === 'payment') === paid).reduce((total, line) => total + line[field], 0n)
  const [order, discount] = [sum(true, 'fen'), sum(true, 'discountFen')]
  const fees = lines.reduce((total, line) => total + line.feeFen, 0n)
  const amounts = [order, 0n, order, discount, order - discount, sum(false, 'fen'), sum(false, 'discountFen'), fees]
  return ticked([lines.length.toString(), ...amounts.map(yuan)], style)
}

function ticked(values: readonly string[], { ticks }: Style): string {
  return values.map((value) => (ticks === 'all' ? `\`${value}` : value)).join(',')
}

function numbered(value: string, { ticks }: Style): string {
  return ticks === 'numbers' ? `\`${value}` : value
}

function yuan(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0')
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function time(atMs: number, style: Style): string {
  const text = new Date(atMs + 8 * 3_600_000).toISOString()
  if (style.time === 'seconds') return text.slice(0, 19).replace('T', ' ')
  const [year = '', month = '', day = ''] = text.slice(0, 10).split('-')
  return `${year}/${Number(month)}/${Number(day)} ${Number(text.slice(11, 13))}:${text.slice(14, 16)}`
}
