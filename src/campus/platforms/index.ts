import type { CreatePlatform, PlatformId } from '../contract.ts'
import { createAprendeai } from './aprendeai/index.ts'
import { createEndiapi } from './endiapi/index.ts'
import { createFlaskLms } from './flask-lms/index.ts'
import { createRusingacademy } from './rusingacademy/index.ts'
import { createSkillcore } from './skillcore/index.ts'

/** The five platforms of the campus. */
export const createPlatforms: Record<PlatformId, CreatePlatform> = {
  skillcore: createSkillcore,
  'flask-lms': createFlaskLms,
  rusingacademy: createRusingacademy,
  aprendeai: createAprendeai,
  endiapi: createEndiapi,
}
