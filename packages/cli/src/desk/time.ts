/** A moment as people read it, in the machine's zone and with its offset: `2026-11-26 10:12:59 +08:00`. */
export function localTime(ms: number): string {
  const minutes = -new Date(ms).getTimezoneOffset()
  const [date, time] = new Date(ms + minutes * 60_000).toISOString().split(/[T.]/)
  return `${date} ${time} ${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`
}

function two(count: number): string {
  return String(Math.trunc(count)).padStart(2, '0')
}
