import { expect, test } from './fixtures.ts'

test.describe('the window is locked down', () => {
  test('no Node, no way out, closed policy, only our main frame is answered', async ({ launch }) => {
    const { app, page, request } = await launch({ args: ['--demo=never'] })
    expect(await page.evaluate(() => [typeof (globalThis as { require?: unknown }).require, typeof (globalThis as { process?: unknown }).process, typeof (globalThis as { Buffer?: unknown }).Buffer])).toEqual(['undefined', 'undefined', 'undefined'])

    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences()
      return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag: webviewTag === true }
    })
    expect(preferences).toEqual({ contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, webviewTag: false })

    const policy = await page.evaluate(async () => (await fetch(location.href).catch(() => null))?.headers.get('content-security-policy') ?? 'fetch refused')
    expect(policy, 'connect-src is closed').toBe('fetch refused')
    expect(await page.evaluate(() => new Promise((resolve) => {
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
      document.head.append(script)
    }))).toBe('script-src-elem')

    const before = page.url()
    await page.evaluate(() => {
      window.open('https://example.org/')
      location.assign('https://example.org/')
    })
    await expect.poll(() => app.windows().length).toBe(1)
    expect(page.url()).toBe(before)
    expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'notifications' })).state)).toBe('denied')

    await expect(request('frame:ack', { seq: 'one' } as never)).rejects.toThrow('malformed argument')
    await expect(request('shell:run' as never, null as never)).rejects.toThrow('No handler registered')
  })

  test('a second start ends at once and leaves the first one in front', async ({ launch }) => {
    const first = await launch({ args: ['--demo=never'] })
    await expect(launch({ dataFolder: first.dataFolder, args: ['--demo=never'] })).rejects.toThrow()
    expect(await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  test('a page that crashes comes back with everything', async ({ launch }) => {
    const { app, page } = await launch()
    await expect(page.getByTestId('target-card-demo-skillcore')).toBeVisible({ timeout: 40_000 })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
    // Playwright's page object is lost with the process: the page is asked through the main process. A question to the
    // page that just died is never answered, so each has its own patience.
    await expect
      .poll(async () => await app.evaluate(async ({ BrowserWindow }) => {
        const cards = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("document.querySelectorAll('[data-testid^=target-card-]').length")
        return await Promise.race([cards, new Promise((resolve) => setTimeout(() => resolve('no answer'), 1_000))])
      }), { timeout: 20_000 })
      .toBe(5)
  })
})
