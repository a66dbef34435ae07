import { tpError } from '../errors.ts'
import type { Within } from '../tp/whole-tp.ts'

export const within: Within = async (work, ms, signal) => {
  let stop = (): void => undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    const late = () => reject(tpError('TIMEOUT', `expected the plugin to answer within ${ms} ms, found no answer; query it`))
    const timer = ms === undefined ? undefined : setTimeout(late, ms)
    const givenUp = () => reject(tpError('TIMEOUT', 'the caller gave up (abort signal)'))
    if (signal?.aborted) givenUp()
    signal?.addEventListener('abort', givenUp)
    stop = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', givenUp)
    }
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    stop()
  }
}
