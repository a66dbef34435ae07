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
import { walletPlants } from './wallets.fixture.ts'

/** All of them, in parts of about one size: each part has a test file, so that workers share the load. */
export const PLANTS = {
  answers: [...outcomePlants, ...answerPlants, ...notifyPlants],
  facts: [...factPlants, ...signedPlants, ...statementPlants],
  calls: [...commandPlants, ...callPlants],
  money: [...refundPlants, ...counterPlants, ...housePlants, ...manifestPlants, ...walletPlants],
} as const satisfies Readonly<Record<string, readonly Plant[]>>
