import type { CatalogNotice } from '../../catalog.ts'

const source = 'SkillCore document, "Default Namespace": named without a payload'

/** Announcements and maintenance, as clients receive them on the default namespace. No message that sends them is documented, and no room of a role is. */
export const notices: CatalogNotice[] = [
  {
    kinds: ['announcement', 'urgent', 'emergency'], namespace: '/', event: 'announcement.new',
    args: [{
      announcementId: '{noticeId}', title: '{title}', body: '{body}', priority: '{severity}', targetType: 'SCHOOL', publishedAt: '{now}', expiresAt: '{expiresAt}',
      kind: '{kind}', dismissable: '{dismissable}', drill: '{drill}',
    }],
    roleRooms: [], source,
  },
  {
    kinds: ['maintenance'], namespace: '/', event: 'system.maintenance',
    args: [{ maintenanceId: '{noticeId}', title: '{title}', message: '{body}', startsAt: '{startsAt}', endsAt: '{endsAt}', drill: '{drill}' }],
    roleRooms: [], source,
  },
]
