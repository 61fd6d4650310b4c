import type { Answer, Args, Channel, Failure, FeedMode, Settings, TargetForm } from '../shared/ipc.ts'
import type { RoomRef, TargetSecrets } from '../shared/domain.ts'
import { bridge } from './bridge.ts'

/*
 * Every request that the window makes. With frame-store.ts the only user of window.rollcall. A failure that a user can
 * act on comes back as a value; a request that rejects is a bug or a main process that is gone.
 */

function ask<C extends Channel>(channel: C, args: Args<C>): Promise<Answer<C>> {
  const source = bridge()
  if (source === undefined) return Promise.reject(new Error(`${channel}: the window has no bridge to the main process`))
  return source.request(channel, args)
}

/** Turns a rejected request into the failure value that dialogs show. */
export async function asValue<T extends { ok: boolean }>(request: Promise<T>): Promise<T | Failure> {
  try {
    return await request
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error)
    return { ok: false, problem: { what: 'Rollcall could not carry this out.', advice: 'Try again; if it stays, restart Rollcall. Nothing was changed.', details } }
  }
}

export const setView = (view: Args<'view:set'>): Promise<null> => ask('view:set', view)
export const resync = (): Promise<null> => ask('frame:resync', null)
export const startDemo = () => asValue(ask('demo:start', null))
export const getAppInfo = (): Promise<Answer<'app:info'>> => ask('app:info', null)
export const getSettings = (): Promise<Settings> => ask('settings:get', null)
export const setSettings = (change: Partial<Settings>): Promise<Settings> => ask('settings:set', change)

export const setFeedFilter = (text: string, mode: FeedMode = 'hide') => asValue(ask('feed:filter', { text, mode }))
export const pauseFeed = (paused: boolean): Promise<null> => ask('feed:pause', { paused })
export const getFeedRows = (revision: number, from: number, count: number): Promise<Answer<'feed:rows'>> => ask('feed:rows', { revision, from, count })
export const getPayload = (seq: number) => asValue(ask('feed:payload', { seq }))

export const addTarget = (form: TargetForm) => asValue(ask('target:add', form))
export const updateTarget = (targetId: string, form: TargetForm) => asValue(ask('target:update', { targetId, form }))
export const removeTarget = (targetId: string) => asValue(ask('target:remove', { targetId }))
export const testTarget = (targetId: string | null, form: TargetForm) => asValue(ask('target:test', { targetId, form }))
export const retryTarget = (targetId: string, namespace: string | null = null) => asValue(ask('target:retry', { targetId, namespace }))
export const signIn = (targetId: string, secrets: TargetSecrets) => asValue(ask('target:sign-in', { targetId, secrets }))
export const switchNamespace = (targetId: string, namespace: string, on: boolean) => asValue(ask('target:namespace', { targetId, namespace, on }))
export const watchRoom = (targetId: string, room: RoomRef, on: boolean) => asValue(ask('target:watch', { targetId, room, on }))
export const exportTargets = () => asValue(ask('target:export', null))
export const importTargets = (json: string) => asValue(ask('target:import', { json }))
export const understandPaste = (text: string): Promise<Answer<'paste:understand'>> => ask('paste:understand', { text })
