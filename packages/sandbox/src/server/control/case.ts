import type { Answer } from '../answer.ts'
import { caseFile } from '../case-file.ts'
import type { Asked } from './asked.ts'

export function saveCase({ world }: Asked): Answer {
  return caseFile(world)
}
