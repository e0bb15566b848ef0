/** Entry of `launch.html`: it only authorizes, and never shows anything of a chart. No framework, so that it is quick. */
import { readConfig } from './config.ts'
import { authorizeLaunch, type LaunchOptions } from './ehr/authorize-launch.ts'
import { openBrowserEnvironment } from './ehr/browser-environment.ts'
import { EhrError } from './ehr/errors.ts'
import { ProxyError } from './proxy/errors.ts'
import { createProxyClient } from './proxy/proxy-client.ts'

const proxy = createProxyClient({ baseUrl: readConfig(document).proxyUrl })

const findTenant: LaunchOptions['findTenant'] = async (issuer) => {
  try {
    return await proxy.getTenant(issuer)
  } catch (error) {
    if (error instanceof ProxyError && error.code === 'not-found') return undefined
    const message = 'Postil’s server could not be reached. Try again, or tell your administrator.'
    throw new EhrError('unreachable', { message, cause: error })
  }
}

/** Needs a click: browsers open no window by themselves (F18). The launch has not been used yet, so it still works there. */
function offerWindow(): void {
  const button = document.querySelector<HTMLButtonElement>('#open-window')
  if (!button) return
  button.hidden = false
  button.addEventListener('click', () => {
    window.open(window.location.href, '_blank', 'noopener')
    const status = document.querySelector('#status')
    if (status) {
      status.textContent =
        'If no window has opened, this frame may not open one. Ask your administrator to allow storage or windows for Postil.'
    }
  })
}

const outcome = await authorizeLaunch({ browser: openBrowserEnvironment(), findTenant })
if (outcome.kind === 'failed') {
  const status = document.querySelector('#status')
  if (status) status.textContent = outcome.message
  if (outcome.code === 'storage-blocked') offerWindow()
}
