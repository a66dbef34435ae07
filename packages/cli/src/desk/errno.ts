import type { Lang } from '../lang.ts'

/** What the file system answers, by its code. */
export const ERRNO: Readonly<Record<string, string>> = {
  ENOENT: '文件不存在',
  EACCES: '没有权限',
  EPERM: '不允许此操作',
  EROFS: '文件系统只读',
  EISDIR: '这是目录',
  ENOTDIR: '路径中有一段不是目录',
  EEXIST: '文件已存在',
  ENOSPC: '磁盘已满',
  ELOOP: '符号链接过多',
  EMFILE: '打开的文件过多',
}

/** As people read it; a code that is not known stays. */
export function errnoText(lang: Lang, code: string): string {
  return lang === 'zh' ? (ERRNO[code] ?? code) : code
}
