import { doingPlants } from './plants.fixture.ts'
import { tryPlants } from './try-plants.fixture.ts'

tryPlants(doingPlants)
