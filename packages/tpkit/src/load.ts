import { fileSettings, type OpenOptions, openTpkit, SETTINGS, type Tpkit, TRANSPORT, UNPACK } from '@tpkit/core/container'
import { gotTransport, zlibUnpack } from '@tpkit/transport'
import { ContainerModule } from 'inversify'
import { type Watch, watchOptions } from './watching.ts'

export interface LoadOptions {
  /** `production`, whatever the file and NODE_ENV say: what must not go into production is refused. It cannot be lowered from here. */
  readonly mode?: 'production'
  /** Each may rebind any port (`@tpkit/core/container` has the tokens). */
  readonly modules?: readonly ContainerModule[]
  /**
   * Goes over to the file's new content when it changes (YAML, JSON; also by a swapped symlink) and on SIGHUP: all or
   * nothing, and calls in flight finish on the old one. Does not keep the process alive.
   */
  readonly watch?: Watch
  /** How often the file is looked at. Default: 2000. */
  readonly watchIntervalMs?: number
}

/**
 * Reads a configuration and builds what it names, over got as transport.
 * `NODE_ENV=production` makes the mode `production`, whatever the file says.
 *
 * @param path of the YAML file; `env:`, `file:` and plugin packages in it are found from its folder
 * @throws `TPError` (`CONFIG`) for a file that cannot be read, and `ConfigError`, one of those, that lists every problem of
 *   every account, with file, line and reason
 * @example
 * const tpkit = await loadTpkit('tpkit.config.yaml')
 * const reply = await tpkit.method('wallet').pay({ scene: 'native', outTradeNo, subject, total: cny.yuan('19.90') })
 */
export function loadTpkit(path = 'tpkit.config.yaml', options: LoadOptions = {}): Promise<Tpkit> {
  return openFile(path, options)
}

/** The same for what stands on top of it. */
export function openFile(
  path: string,
  { modules = [], watch, watchIntervalMs, mode }: LoadOptions,
  more: Pick<OpenOptions, 'ports' | 'busyAccounts'> = {},
): Promise<Tpkit> {
  const world = new ContainerModule(({ bind }) => {
    bind(SETTINGS).toConstantValue(fileSettings(path, watchIntervalMs === undefined ? {} : { intervalMs: watchIntervalMs }))
    bind(TRANSPORT).toConstantValue(gotTransport())
    bind(UNPACK).toConstantValue(zlibUnpack)
  })
  const production = mode === 'production' || process.env.NODE_ENV === 'production'
  return openTpkit({
    modules: [world, ...modules],
    ...(production && { mode: 'production' as const }),
    ...(watch && { watch: watchOptions(watch) }),
    ...more,
  })
}
