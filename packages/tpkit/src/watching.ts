import type { ReloadOutcome, WatchOptions } from '@tpkit/core/container'

/**
 * `true`: a refused reload becomes a warning of the process, never silence. A function hears of every reload instead; it must
 * not throw.
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
  if (outcome.kind === 'reloaded') return
  const message = `The configuration was not reloaded, and what stood before stays. ${outcome.error.message}`
  process.emitWarning(message, { code: 'TPKIT_RELOAD_REFUSED' })
}
