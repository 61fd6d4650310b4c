import type { NoticeKind, NoticeSettings } from '../../../../shared/notices.ts'

/** What a role that the settings do not name may send. */
const USUAL: readonly NoticeKind[] = ['announcement']

export function mayRole(settings: Pick<NoticeSettings, 'rights'>, role: string, kind: NoticeKind): boolean {
  return ((Object.hasOwn(settings.rights, role) ? settings.rights[role] : undefined) ?? USUAL).includes(kind)
}

/** Platforms with a way out on which the reader's role may not send a kind; the main process decides, this only says it early. */
export function withoutRight(kind: NoticeKind, ways: readonly NoticeSettings[], roles: Readonly<Record<string, string>>): readonly string[] {
  return ways.filter((settings) => settings.way !== 'none' && roles[settings.targetId] !== undefined && roles[settings.targetId] !== '' && !mayRole(settings, roles[settings.targetId] ?? '', kind)).map(({ targetId }) => targetId)
}
