import { InvalidArgumentError } from 'commander'

/** A port as an option gives it. */
export function portOf(text: string): number {
  const port = Number(text)
  if (/^[0-9]{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError(
    `port: expected a number from 0 to 65535 (0 takes a free one), found ${JSON.stringify(text.slice(0, 20))}`,
  )
}
