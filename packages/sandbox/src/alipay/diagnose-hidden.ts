/** A payment code is shortened wherever it stands: whoever has it has the payer's money. */
export function hiddenText(text: string): string {
  return text.replace(/(?<="auth_code"\s*:\s*")[^"]*/g, shortened)
}

/** A field as people may see it. What was sent stays whole in the bytes of the message. */
export function hidden([name, value]: readonly [string, string]): readonly [string, string] {
  return [name, name === 'auth_code' ? shortened(value) : hiddenText(value)]
}

function shortened(code: string): string {
  return code.length > 8 ? `${code.slice(0, 2)}…${code.slice(-4)}` : code
}
