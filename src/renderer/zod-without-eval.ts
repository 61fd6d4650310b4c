import { config } from 'zod'

/*
 * Imported before any schema: zod otherwise probes `new Function`, which the window's Content-Security-Policy refuses
 * and reports.
 */
config({ jitless: true })
