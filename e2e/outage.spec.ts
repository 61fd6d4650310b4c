import { expect, formFor, test } from './fixtures.ts'
import { allLive, roomsSettled, statesSeen, targetsNow, watchFrames } from './live-state.ts'

test('one platform dies and comes back: the others never blink, its rooms are joined again', async ({ launch, startCampus }) => {
  test.setTimeout(300_000)
  const campus = await startCampus(['--people', '60', '--events-per-second', '20'])
  const { page, request } = await launch({ args: ['--demo=never'] })
  await watchFrames(page)
  for (const platform of campus.platforms) {
    const watchedRooms = platform.rooms.slice(0, 4)
    const added = await request('target:add', formFor(platform, { watchedRooms: [...watchedRooms] }))
    expect(added.ok).toBe(true)
  }
  await allLive(page, 5)
  await roomsSettled(page, 100_000)
  const before = (await targetsNow(page)).find(({ settings }) => settings.catalogId === 'rusingacademy')
  const seen = (await statesSeen(page)).length

  await campus.post('/crash/rusingacademy')
  await expect.poll(async () => (await targetsNow(page)).find(({ settings }) => settings.catalogId === 'rusingacademy')?.state).toMatch(/reconnecting|offline/)
  await page.getByTestId(`target-card-${before?.settings.id}`).getByRole('button', { name: /retry now/i }).waitFor()
  const down = (await targetsNow(page)).find(({ settings }) => settings.catalogId === 'rusingacademy')
  expect(down?.problem?.what).toMatch(/127\.0\.0\.1|RusingAcademy/)
  await expect.poll(async () => (await targetsNow(page)).find(({ settings }) => settings.catalogId === 'rusingacademy')?.nextTryAtMs).not.toBeNull()
  await campus.post('/start/rusingacademy')

  await allLive(page, 5)
  await roomsSettled(page, 100_000)
  const after = (await targetsNow(page)).find(({ settings }) => settings.catalogId === 'rusingacademy')
  expect(after?.rooms).toEqual(before?.rooms)
  const since = (await statesSeen(page)).slice(seen)
  expect(since.filter((entry) => !entry.startsWith('RusingAcademy'))).toEqual([])
})
