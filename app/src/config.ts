/** What the page is told about its surroundings. The sidebar and its proxy share an origin unless a meta tag says otherwise. */

export type AppConfig = {
  /** Without a slash at the end. */
  readonly proxyUrl: string
}

/** `<meta name="postil-proxy" content="https://proxy.example">`, written by whoever serves the page. */
export function readConfig(page: Document): AppConfig {
  const named = page.querySelector('meta[name="postil-proxy"]')?.getAttribute('content')
  const url = new URL(named || page.baseURI, page.baseURI)
  return { proxyUrl: named ? url.href.replace(/\/$/, '') : url.origin }
}
