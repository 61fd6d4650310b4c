import { expect, test } from './fixtures.ts'
import { saveWay, sendByRequest } from './notice-steps.ts'

/* Rollcall is closed while a notice waits for its time. */

test('closing asks while a notice waits; Stay keeps the window; a signal is not kept waiting', async ({ launch }) => {
  const { app, page } = await launch()
  await expect(page.getByTestId('target-card-demo-skillcore')).toContainText('Live', { timeout: 40_000 })
  await saveWay(page, 'demo-skillcore', { way: 'application-socket', schoolName: 'Lincoln High', zone: 'America/Chicago' })
  const questions = async (): Promise<readonly { message: string; detail: string; defaultId: number; cancelId: number }[]> => await app.evaluate(() => (globalThis as unknown as { asked: never[] }).asked)
  await app.evaluate(({ dialog, BrowserWindow }) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    // The person chooses Stay.
    dialog.showMessageBox = ((_window: unknown, question: unknown) => {
      asked.push(question)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    }) as unknown as typeof dialog.showMessageBox
    BrowserWindow.getAllWindows()[0]?.once('closed', () => asked.push('closed'))
  })

  await sendByRequest(page, { kind: 'announcement', title: 'Bus 12 is late', body: 'By 20 minutes.', audience: { include: [{ kind: 'target', targetId: 'demo-skillcore' }], exclude: [] }, when: { kind: 'at', atMs: Date.now() + 3_600_000, zone: 'America/Chicago' } })

  await app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.close() })
  await expect.poll(questions).toHaveLength(1)
  await app.evaluate(({ Menu }) => { Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File')?.submenu?.items.find(({ label }) => label === 'Quit')?.click() })
  await expect.poll(questions).toHaveLength(2)
  expect((await questions())[0]).toMatchObject({ message: 'A notice waits for its time.', detail: expect.stringMatching(/^“Bus 12 is late” is to be sent on /), buttons: ['Stay', 'Close anyway'], defaultId: 0, cancelId: 0 })
  await expect(page.getByRole('tab', { name: 'Notices' })).toBeVisible()

  const process = app.process()
  const gone = new Promise<void>((resolve) => { process.once('exit', () => { resolve() }) })
  process.kill('SIGTERM')
  await gone
})
