/** What `tpkit trigger` may let happen; the words of the control API. */
export const TRIGGERS = [
  'pay',
  'wrong-password',
  'no-funds',
  'cancel',
  'refund-done',
  'refund-fail',
  'refund-change',
  'refund-unsure',
] as const
