import type { ReloadOutcome, WatchOptions } from '@tpkit/core/container'

/**
 * `true`: a refused reload becomes a warning of the process, never silence, and so does one that left methods out. A function hears
 * of every reload instead; it must not throw.
 */
export type Watch = true | ((outcome: ReloadOutcome) => void)

export function watchOptions(watch: Watch): WatchOptions {
  return { tell: watch === true ? warn : watch, triggers: [onHangup] }
}

/** What administrators send to a program that shall read its configuration again. Without a listener it ends the program. */
function onHangup(changed: () => void): () => void {
  process.on('SIGHUP', changed)
  return () => void process.off('SIGHUP', changed)
}

function warn(outcome: ReloadOutcome): void {
  if (outcome.kind === 'reloaded') warnOfRemoved(outcome.value.methods.removed)
  else warnOfRefused(outcome.error)
}

function warnOfRefused(error: Error): void {
  const message = `The configuration was not reloaded, and what stood before stays. ${error.message}`
  process.emitWarning(message, { code: 'TPKIT_RELOAD_REFUSED' })
}

/** A file that was cut off may be sound: what the apps ask for is gone all the same. */
function warnOfRemoved(removed: readonly string[]): void {
  if (removed.length === 0) return
  const message = `The configuration was reloaded without methods that stood before (${removed.join(', ')}). Is the file whole? Write to another file and rename it.`
  process.emitWarning(message, { code: 'TPKIT_RELOADED_WITHOUT_METHODS' })
}
