import type { Scenario, ScenarioPlan, ScenarioStage } from './scenario.ts'

/* A holiday: everybody is at home, one announcement is all that happens. Silence on a free day is no alert. */

export const quiet: Scenario = {
  name: 'quiet',
  title: 'A holiday: nobody is there, and one announcement is all that happens.',
  needs: ['skillcore'],
  // Shorter than the five minutes of silence that are told during school hours: a holiday in the week is known to no rule.
  seconds: 240,
  plan,
}

function plan(stage: ScenarioStage): ScenarioPlan {
  const platform = stage.platform('skillcore')
  const text = { title: 'School is closed today', body: 'We wish everybody a good holiday.' }
  const announce = (): void => {
    const now = stage.now().toISOString()
    if (stage.asDeployed) platform.io.of('/notifications').emit('notification.received', { notificationId: `holiday-${stage.mark}`, type: 'SYSTEM_ANNOUNCEMENT', ...text, priority: 'normal', createdAt: now })
    else platform.io.of('/').emit('announcement.new', { announcementId: `holiday-${stage.mark}`, ...text, priority: 'NORMAL', targetType: 'SCHOOL', publishedAt: now })
  }
  return {
    steps: [
      { second: 5, platform: 'skillcore', what: 'everybody goes home', run: () => stage.setHoliday(true) },
      { second: 30, platform: 'skillcore', what: 'one announcement', run: announce },
    ],
    expected: [],
    putBack: () => stage.setHoliday(false),
  }
}
