import { PLANTS } from './plants.fixture.ts'
import { tryPlants } from './try-plants.fixture.ts'

tryPlants(PLANTS.money)
