import type { Twin } from './pattern.ts'

/** What commander says of a command line that it does not understand. */
export const COMMANDER: readonly Twin[] = [
  ["option '{flags}' argument '{value}' is invalid. {reason*}", "选项 '{flags}' 的参数 '{value}' 无效。{reason}"],
  ["command-argument value '{value}' is invalid for argument '{name}'. {reason*}", "参数 '{name}' 的值 '{value}' 无效。{reason}"],
  ['Allowed choices are {choices}.', '可选值：{choices}。'],
  ["missing required argument '{name}'", "缺少参数 '{name}'"],
  ["option '{flags}' argument missing", "选项 '{flags}' 缺少参数"],
  ["required option '{flags}' not specified", "缺少必需的选项 '{flags}'"],
  ["unknown option '{flag}'", "未知选项 '{flag}'"],
  ["unknown command '{name}'", "未知命令 '{name}'"],
  [
    'too many arguments{command*}. Expected {expected:word} argument{many:word} but got {found:any}.',
    '参数过多{command}：应有 {expected} 个，实有 {found}。',
  ],
  [
    'too many arguments{command*}. Expected {expected:word} argument but got {found:any}.',
    '参数过多{command}：应有 {expected} 个，实有 {found}。',
  ],
  [" for '{command}'", "（'{command}'）"],
  ['(Did you mean {meant}?)', '（是否想写 {meant}？）'],
  ['(Did you mean one of {meant}?)', '（是否想写以下之一：{meant}？）'],
]

/** What our own program says in the manner of commander. */
export const PROGRAM: readonly Twin[] = [
  ["option '{flags}' given more than once; say it once", "选项 '{flags}' 出现了多次；请只写一次"],
]
