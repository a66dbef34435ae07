import { styleText } from 'node:util'

/** Prints what happens as it happens, with the seconds since the start. */
export class Timeline {
  readonly #startedMs = performance.now()

  title(text: string): void {
    console.log(`\n${styleText('bold', text)}\n`)
  }

  step(text: string): void {
    console.log(`${styleText('gray', this.#stamp())}  ${styleText('green', '✓')} ${text}`)
  }

  trouble(text: string): void {
    console.log(`${styleText('gray', this.#stamp())}  ${styleText('red', '✗')} ${text}`)
  }

  note(text: string): void {
    console.log(`\n${text}`)
  }

  picture(text: string): void {
    console.log(text.replace(/^/gm, '           '))
  }

  get seconds(): string {
    return ((performance.now() - this.#startedMs) / 1000).toFixed(1)
  }

  #stamp(): string {
    return `${((performance.now() - this.#startedMs) / 1000).toFixed(2).padStart(6)} s`
  }
}
