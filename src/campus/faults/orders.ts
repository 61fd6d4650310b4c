import { z } from 'zod'
import { noticeDraft, noticeStep, noticeView } from '../../shared/notices.ts'
import { platformIds } from './school.ts'

/* What the process that is killed is told, and what it says. */

export const order = z.discriminatedUnion('do', [
  /** Opens what an earlier life left. startedAtMs: of the clock that all lives share. dieAfter: steps until it kills itself. */
  z.strictObject({ do: z.literal('open'), folder: z.string(), startedAtMs: z.number(), urls: z.record(z.enum(platformIds), z.string()), dieAfter: z.number().nullable() }),
  z.strictObject({ do: z.literal('send'), draft: noticeDraft }),
  z.strictObject({ do: z.enum(['undo', 'stop', 'cancel']), id: z.string() }),
  z.strictObject({ do: z.literal('step'), id: z.string(), step: noticeStep }),
  /** All connections that are down, at once: as a person asks for it. */
  z.strictObject({ do: z.literal('retry') }),
  z.strictObject({ do: z.literal('die'), after: z.number() }),
  z.strictObject({ do: z.literal('report'), n: z.number(), notices: z.array(z.string()) }),
  z.strictObject({ do: z.literal('audit'), n: z.number() }),
])

export const news = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('loaded') }),
  z.strictObject({ is: z.literal('report'), n: z.number(), /** null: it knows of none. */ notices: z.array(z.strictObject({ id: z.string(), view: noticeView.nullable() })), /** Platforms whose way is open. */ open: z.array(z.string()), remarks: z.array(z.string()) }),
  z.strictObject({ is: z.literal('audit'), n: z.number(), ok: z.boolean(), sentence: z.string(), records: z.array(z.strictObject({ action: z.string(), scope: z.string(), result: z.string(), detail: z.string() })) }),
])

export type Order = z.infer<typeof order>
export type News = z.infer<typeof news>
export type LifeReport = Extract<News, { is: 'report' }>
export type AuditReport = Extract<News, { is: 'audit' }>
