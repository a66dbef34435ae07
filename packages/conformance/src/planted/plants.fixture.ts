import { answerPlants } from './answers.fixture.ts'
import { callPlants } from './calls.fixture.ts'
import { commandPlants } from './commands.fixture.ts'
import { counterPlants } from './counter.fixture.ts'
import { factPlants } from './facts.fixture.ts'
import { housePlants } from './house-rules.fixture.ts'
import { manifestPlants } from './manifest.fixture.ts'
import { notifyPlants } from './notifies.fixture.ts'
import { outcomePlants } from './outcomes.fixture.ts'
import type { Plant } from './plant.fixture.ts'
import { refundPlants } from './refunds.fixture.ts'
import { signedPlants } from './signed.fixture.ts'
import { statementPlants } from './statements.fixture.ts'

/** What is read wrongly. Two lists, so that two workers share the work. */
export const readingPlants: readonly Plant[] = [
  ...outcomePlants,
  ...answerPlants,
  ...notifyPlants,
  ...factPlants,
  ...signedPlants,
  ...statementPlants,
]

/** What is said or done wrongly. */
export const doingPlants: readonly Plant[] = [
  ...commandPlants,
  ...callPlants,
  ...refundPlants,
  ...counterPlants,
  ...housePlants,
  ...manifestPlants,
]
