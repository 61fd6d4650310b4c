import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { app, nativeTheme, session } from 'electron'
import type { BrowserWindow } from 'electron'
import { FRAME_INTERVAL_MS } from '../shared/limits.ts'
import { messageOf } from '../shared/message-of.ts'
import { catalogs } from '../shared/platforms/index.ts'
import { registerAppScheme, serveApp } from './app-protocol.ts'
import { appInfo, appVersion, isOutOfSupport } from './app-state.ts'
import { askBeforeLeaving } from './ask-before-leaving.ts'
import { AlertsDesk } from './alerts-desk.ts'
import { AuditDesk } from './audit-desk.ts'
import { CatalogDesk } from './catalog-desk.ts'
import { chooseFile } from './choose-file.ts'
import { followDeepLinks } from './deep-links.ts'
import { DemoCampus } from './demo-campus.ts'
import { FeedDesk } from './feed-desk.ts'
import { createHandlers } from './handlers.ts'
import { prepareInstance } from './instance.ts'
import { watchInterruptions } from './interruptions.ts'
import { serveWindow } from './ipc.ts'
import { parseLaunchOptions } from './launch-options.ts'
import type { LaunchOptions } from './launch-options.ts'
import { keepHeapsSmall } from './heap.ts'
import { installMenu } from './menu.ts'
import { FramePump } from './monitor/frame-pump.ts'
import { Monitor } from './monitor/monitor.ts'
import { runMark } from './monitor/names.ts'
import { PeopleDesk } from './people-desk.ts'
import { platformRemoved } from './platform-removed.ts'
import { NoticeWays } from './notices/ways/index.ts'
import { secondPerson } from './notices/second-person.ts'
import { NoticesDesk } from './notices-desk.ts'
import { RatesDesk } from './rates-desk.ts'
import { RulesDesk } from './rules-desk.ts'
import { TellDesk } from './tell-desk.ts'
import { nativeDesktop } from './tell/native.ts'
import { noDesktop } from './tell/no-desktop.ts'
import { Reveals } from './reveals.ts'
import { takeScreenshot } from './screenshot.ts'
import { openStorage } from './storage.ts'
import { Rosters } from './store/rosters.ts'
import { SavedViews } from './store/saved-views.ts'
import { TargetDesk } from './target-desk.ts'
import { Targets } from './targets/targets.ts'
import { isMainFrameOf, lockDown, openWindow } from './window.ts'
import { windowState } from './window-state.ts'
import { followWindow, sendFrame } from './window-stream.ts'

/* Builds the parts and joins them; decisions are in the parts. */

keepHeapsSmall()
const launch = parseLaunchOptions(process.argv)
if (!launch.ok) {
  process.stderr.write(`${launch.sentence}\n`)
  app.exit(2)
} else if (prepareInstance(launch.options)) {
  registerAppScheme()
  void app.whenReady().then(() => run(launch.options))
}

function run(options: LaunchOptions): void {
  const { settings, targets: store, vault, database, audit, window: windowDocument } = openStorage(options.screenshot !== undefined)
  const catalogDesk = new CatalogDesk({
    database,
    builtIn: catalogs,
    now: Date.now,
    usedBy: (catalogId) => targets.views().flatMap((view) => (view.settings.catalogId === catalogId ? [view.settings.name] : [])),
    onSaved: (catalog, before) => {
      monitor.addCatalog(catalog)
      const later = targets.catalogSaved(catalog, before)
      if (later.length > 0) monitor.remark(`Events are read by the new "${catalog.name}" from now on. How ${later.join(', ')} connects, signs in and joins rooms changes at the next connect; "Retry now" on the Platforms screen makes one.`, Date.now())
    },
  })
  const monitor = new Monitor({ catalogs: catalogDesk.catalogs, startedAtMs: Date.now(), run: runMark(Date.now()) })
  const targets = new Targets({
    catalogs: () => catalogDesk.catalogs,
    vault,
    sink: monitor,
    presence: monitor,
    reader: { reads: (...event) => notices.receipts.reads(...event), onEvent: (...event) => notices.receipts.onEvent(...event) },
    onChange: (view) => monitor.targetChanged(view, Date.now()),
    onWatched: (targetId, rooms) => monitor.joinedRooms(targetId, rooms),
    onRemoved: (targetId) => platformRemoved({ monitor, people, rates, notices, settings }, targetId),
    loopbackOnly: isOutOfSupport(),
  })
  const desk = new TargetDesk({ catalogs: () => catalogDesk.catalogs, targets, store, vault, newId: randomUUID })
  const people = new PeopleDesk({
    commands: targets,
    monitor: {
      personSockets: (key) => monitor.personSockets(key),
      people: monitor.people,
      rosterPerson: (targetId, who) => monitor.rosterPerson(targetId, who),
      rosterCandidates: (room) =>
        monitor.rosterCandidates(room).flatMap((member) => {
          const row = monitor.people.row(member.key)
          return row ? [{ ...member, row }] : []
        }),
    },
    targetViews: () => targets.views(),
    audit,
    reveals: new Reveals(),
    rosters: new Rosters(database),
    savedViews: new SavedViews(database),
    osUser: userInfo().username,
    now: Date.now,
    onReveals: (open) => monitor.setReveals(open),
  })
  const feed = new FeedDesk({
    monitor, database, audit,
    osUser: userInfo().username,
    version: appVersion(),
    now: Date.now,
    chooseFile: (suggestedName) => chooseFile(window, 'Export events', suggestedName),
  })
  const rates = new RatesDesk({ monitor, database, now: Date.now })
  const alerts = new AlertsDesk({
    monitor, database, audit,
    osUser: userInfo().username,
    now: Date.now,
    chooseFile: (suggestedName) => chooseFile(window, 'Export alerts', suggestedName),
    rule: (id) => rules.rule(id),
  })
  const rules = new RulesDesk({ monitor, database, audit, osUser: userInfo().username, now: Date.now })
  const desktop = options.screenshot === undefined ? nativeDesktop({ window: () => window, open: (place) => pump.go({ kind: 'alert', key: place }) }) : noDesktop
  const tell = new TellDesk({
    monitor, database, vault, audit, desktop,
    osUser: userInfo().username,
    now: Date.now,
    acknowledge: (ids, minutes) => {
      // The alerts' desk writes the audit log first, as for a request of the window.
      void Promise.resolve(alerts.handlers()['alerts:act']({ ids: [...ids], action: { kind: 'acknowledge', owner: null, note: 'From the notification.', minutes } })).then((answer) => {
        if (!answer.ok) monitor.remark(`${answer.problem.what} ${answer.problem.advice}`, Date.now())
      })
    },
  })
  const ways = new NoticeWays({
    targets,
    catalogOf: (targetId) => {
      const catalogId = targets.settings().find(({ id }) => id === targetId)?.catalogId
      return catalogDesk.catalogs.find(({ id }) => id === catalogId)
    },
    secretHeader: (targetId) => vault.noticeHeader(targetId),
    loopbackOnly: isOutOfSupport(),
  })
  const notices = new NoticesDesk({ monitor, database, audit, ways, osUser: userInfo().username, now: Date.now, signIn: secondPerson(targets), vault })
  monitor.contract.agreed = (...event) => notices.receipts.agreed(...event)
  const auditing = new AuditDesk({
    audit,
    osUser: userInfo().username,
    now: Date.now,
    chooseFile: (suggestedName) => chooseFile(window, 'Export the audit log', suggestedName),
    targetName: (id) => targets.views().find(({ settings }) => settings.id === id)?.settings.name ?? '',
  })
  for (const sentence of database.remarks) monitor.remark(sentence, Date.now())
  const pump = new FramePump(monitor, (frame) => sendFrame(window, frame), () => tell.summary())
  let window: BrowserWindow | undefined
  let campus: DemoCampus | undefined
  let starting: Promise<void> | undefined

  if (catalogDesk.unreadable > 0) monitor.remark(`${catalogDesk.unreadable} saved catalogs could not be read. They stay in the database; platforms that use them are not connected.`, Date.now())
  if (store.unreadable > 0) monitor.remark(`${store.unreadable} saved platforms could not be read. They stay in the file; the others were started.`, Date.now())
  lockDown(session.defaultSession)
  serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'))
  serveWindow(createHandlers({ monitor, pump, desk, people, feed, rates, catalogs: catalogDesk, alerts, rules, tell, notices, auditing, settings, appInfo: () => appInfo({ demo: starting !== undefined, secretsIn: vault.where }), startDemo, now: Date.now }), (frame) => isMainFrameOf(window, frame))

  const pulse = setInterval(() => {
    const nowMs = Date.now()
    monitor.drain(nowMs)
    people.tick(nowMs)
    feed.tick(nowMs)
    rates.tick(nowMs)
    rules.tick(nowMs)
    alerts.tick(nowMs)
    tell.tick(nowMs)
    notices.tick(nowMs)
    auditing.tick(nowMs)
    pump.tick(nowMs)
  }, FRAME_INTERVAL_MS)
  const stopWatching = watchInterruptions((sentence) => {
    monitor.remark(sentence, Date.now())
    targets.rebuildAll()
  })

  const theme = options.theme ?? settings.get().theme
  nativeTheme.themeSource = theme
  const bounds = windowState.safeParse(windowDocument.read())
  window = openWindow({
    kept: bounds.success ? bounds.data : undefined,
    size: options.size,
    query: { ...(options.theme && { theme: options.theme }), ...(options.screen && { screen: options.screen }) },
    dark: nativeTheme.shouldUseDarkColors,
    onState: (state) => {
      if (options.screenshot === undefined && !options.size) windowDocument.write(state)
    },
  })
  followWindow(window, pump)
  installMenu(askBeforeLeaving(window, () => notices.leaving()))
  const follow = followDeepLinks({
    window: () => window,
    watches: (targetId) => targets.views().some((view) => view.settings.id === targetId),
    go: (place) => pump.go(place),
    remark: (sentence) => monitor.remark(sentence, Date.now()),
  })

  desk.startKept()
  if (store.list().length > 0) follow(process.argv)
  function startDemo(): Promise<void> {
    starting ??= DemoCampus.start(catalogs, options.demoEventsPerSecond, () => monitor.remark('The demo campus ended. Start Rollcall again to get a new one.', Date.now())).then((started) => {
      campus = started.campus
      for (const { settings: target, secrets } of started.targets) desk.startDemo(target, secrets)
      follow(process.argv)
    })
    starting.catch(() => (starting = undefined))
    return starting
  }
  if (options.demo === 'always' || (options.demo === 'when-empty' && store.list().length === 0)) {
    startDemo().catch((error: unknown) => monitor.remark(messageOf(error), Date.now()))
  }

  let ended = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', () => {
    if (ended) return
    ended = true
    clearInterval(pulse)
    stopWatching()
    targets.stop()
    campus?.stop()
    feed.close()
    rates.close(Date.now())
    notices.close()
    auditing.close()
    tell.close()
    alerts.close(Date.now())
    database.close()
  })
  if (options.screenshot !== undefined) takeScreenshot(window, options.screenshot, options.afterSeconds)
}
