import type { Catalog } from '../catalog.ts'
import { anyServer } from './any-server.ts'
import { aprendeai } from './aprendeai.ts'
import { endiapi } from './endiapi.ts'
import { flaskLms } from './flask-lms.ts'
import { rusingacademy } from './rusingacademy.ts'
import { skillcore } from './skillcore.ts'

/** Catalogs that come with the app, in the order of the add-platform form. */
export const catalogs: readonly Catalog[] = [skillcore, flaskLms, rusingacademy, aprendeai, endiapi, anyServer]
