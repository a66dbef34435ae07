import type { Desk } from '../desk/desk.ts'

/** Prints what happens as it happens, with the seconds since the start; for programs one JSON object a line. */
export class Timeline {
  readonly #desk: Desk
  readonly #startedMs = performance.now()

  constructor(desk: Desk) {
    this.#desk = desk
  }

  title(text: string): void {
    this.#desk.say(`\n${this.#desk.paint('bold', text)}\n`)
  }

  step(text: string): void {
    this.#line('step', this.#desk.paint('green', '✓'), text)
  }

  trouble(text: string): void {
    this.#line('trouble', this.#desk.paint('red', '✗'), text)
  }

  note(text: string): void {
    this.#desk.say(`\n${text}`)
  }

  picture(text: string): void {
    this.#desk.say(text.replace(/^/gm, '           '))
  }

  get seconds(): string {
    return (this.#elapsedMs / 1000).toFixed(1)
  }

  get #elapsedMs(): number {
    return performance.now() - this.#startedMs
  }

  #line(event: string, mark: string, text: string): void {
    const stamp = `${(this.#elapsedMs / 1000).toFixed(2).padStart(6)} s`
    this.#desk.say(`${this.#desk.paint('gray', stamp)}  ${mark} ${text}`)
    this.#desk.answer({ event, elapsedMs: Math.round(this.#elapsedMs), text })
  }
}
