type Cookie = { value: string; path: string }

/** Just enough of a browser: cookies with paths, and redirects one at a time. */
export type Browser = {
  readonly cookies: Map<string, Cookie>
  get(url: string): Promise<Response>
  post(url: string, form: Record<string, string>): Promise<Response>
  /** Follows redirects while they stay on the server. @returns the address that it was sent away to, or the last answer */
  follow(url: string): Promise<{ away: URL } | { answer: Response }>
}

export function createBrowser(origin: string): Browser {
  const cookies = new Map<string, Cookie>()
  const send = async (url: string, init: RequestInit = {}) => {
    const { pathname } = new URL(url, origin)
    const sent = [...cookies].filter(
      ([, { path }]) => pathname === path || path === '/' || pathname.startsWith(`${path}/`),
    )
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ')
    const headers = { accept: 'text/html,*/*;q=0.8', cookie, ...(init.headers as Record<string, string>) }
    const response = await fetch(new URL(url, origin), { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) keep(line)
    return response
  }
  const keep = (line: string) => {
    const [pair = '', ...attributes] = line.split('; ')
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5) ?? '/'
    if (value === '') cookies.delete(name)
    else cookies.set(name, { value, path })
  }
  return {
    cookies,
    get: (url) => send(url),
    post: (url, form) => send(url, { method: 'POST', body: new URLSearchParams(form) }),
    async follow(url) {
      let at = new URL(url, origin)
      for (let hops = 0; hops < 12; hops += 1) {
        const answer = await send(at.href)
        const location = answer.headers.get('location')
        if (location === null) return { answer }
        await answer.body?.cancel()
        at = new URL(location, at)
        if (at.origin !== origin) return { away: at }
      }
      throw new Error(`too many redirects, the last to ${at.href}`)
    },
  }
}
