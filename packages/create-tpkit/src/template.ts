import { existsSync } from 'node:fs'
import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/*
 * The two scaffolds stand on nothing, not even on each other, so that `npm create` fetches one small package:
 * create-tpkit and create-tpkit-provider both have this file, and a test holds the two against each other.
 */

/** Whether files may be written there: it does not exist yet, or nothing is in it. */
export async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0
  } catch (error) {
    // Anything but a folder that is not there is in the way; a link that leads nowhere, too.
    return isMissing(error) && (await lstat(folder).then(() => false, isMissing))
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** A path for the shell. */
export function shellWord(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}

/**
 * Copies the template folder of this package with its placeholders filled, in names and in texts.
 * Nothing that exists is overwritten. Answers the files, sorted.
 */
export async function writeTemplate(folder: string, values: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const template = fileURLToPath(new URL('../template', import.meta.url))
  const entries = await readdir(template, { withFileTypes: true, recursive: true })
  const sources = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = sources.map((source) => ({ source, name: nameOf(relative(template, source), values) }))
  for (const { source, name } of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), filled(await readFile(source, 'utf8'), values), { flag: 'wx' })
  }
  return files.map(({ name }) => name).sort()
}

/** Whether the written package finds all that it names already: in a `node_modules` of its folder, or of one above. */
export async function isInstalled(folder: string): Promise<boolean> {
  const { dependencies, devDependencies }: Readonly<Record<'dependencies' | 'devDependencies', object>> = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const folders = upwards(resolve(folder))
  const found = (name: string): boolean => folders.some((at) => existsSync(join(at, 'node_modules', name, 'package.json')))
  return Object.keys({ ...dependencies, ...devDependencies }).every(found)
}

function upwards(folder: string): readonly string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...upwards(above)]
}

/** Names with a meaning of their own inside of a package begin with `_` in the template: npm leaves a `.gitignore` out. */
const RENAMED: Readonly<Record<string, string>> = { _gitignore: '.gitignore', '_package.json': 'package.json' }

function nameOf(path: string, values: Readonly<Record<string, string>>): string {
  return RENAMED[path] ?? filled(path, values)
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((so, [name, value]) => so.replaceAll(`__${name}__`, value), text)
}
