import { type Argument, Help, type Option } from 'commander'
import { displayWidth, wrapText } from '../desk/table.ts'
import { CHINESE_TEXTS } from './chinese-texts.ts'

/** What stands in brackets behind an option or argument. */
const EXTRAS: readonly (readonly [english: RegExp, chinese: string])[] = [
  [/ \((?=(?:choices|default|env): )/, '（'],
  [/\bchoices: /, '可选值：'],
  [/(?:, )?default: /, '，默认：'],
  [/(?:, )?env: /, '，环境变量：'],
  [/\)$/, '）'],
  [/（，/, '（'],
]

const usual = new Help()

/** How commander shows its help in Chinese. */
export const CHINESE_HELP: Partial<Help> = {
  styleTitle: inChinese,
  // commander puts a blank behind its colon.
  formatHelp: (command, helper) => usual.formatHelp(command, helper).replace(/^用法： /, '用法：'),
  displayWidth,
  boxWrap: (text, width) => wrapText(text, width).join('\n'),
  commandUsage: (command) => usual.commandUsage(command).replace('[options]', '[选项]').replace('[command]', '[命令]'),
  commandDescription: (command) => inChinese(command.description()),
  subcommandDescription: (command) => inChinese(command.summary() || command.description()),
  optionDescription: (option) => described(option, usual.optionDescription(option)),
  argumentDescription: (argument) => described(argument, usual.argumentDescription(argument)),
}

/** A text that is written for people, with or without the end of its line; what has no Chinese, such as lines to copy, stays. */
export function inChinese(text: string): string {
  const bare = text.replace(/\n$/, '')
  return bare in CHINESE_TEXTS ? `${CHINESE_TEXTS[bare]}${text.slice(bare.length)}` : text
}

function described({ description }: Option | Argument, whole: string): string {
  const extras = whole.slice(description.length)
  const plain = extras.replaceAll(/(?<=")(, )(?=")/g, '、').replaceAll('"', '')
  return inChinese(description) + EXTRAS.reduce((left, [english, chinese]) => left.replace(english, chinese), plain)
}
