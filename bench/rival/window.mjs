// A window of the same Electron, size and rights as the console's, and nothing else: the bench opens admin-ui's page in it.
// What is not on this machine is not asked for (the page wants fonts and icons from the internet).
import { app, BrowserWindow, session } from 'electron';

const here = /^(?:http|ws):\/\/127\.0\.0\.1(?::\d+)?\/|^(?:devtools|data|blob|about):/;

async function open() {
  await app.whenReady();
  session.defaultSession.webRequest.onBeforeRequest(({ url }, done) => done({ cancel: !here.test(url) }));
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true, contextIsolation: true } });
  await window.loadURL('about:blank');
}

app.on('window-all-closed', () => app.quit());
// Not awaited: Electron is ready only after this script has run to its end.
void open();
