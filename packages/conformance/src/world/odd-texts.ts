/** What breaks where text is escaped twice, not at all, or signed in another form than it is sent in. */
export const ODD_TEXTS: readonly string[] = [
  '龙井茶 500克（特级）',
  'Tom & Jerry <b>',
  '"quoted" \'single\' \\ back',
  '100% + 1 = a?b&c=d#e',
  'end of CDATA ]]> &amp; &#20013;',
  ' spaces before, after ',
  'naïve café ½ ß',
]
