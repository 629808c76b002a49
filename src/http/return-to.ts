const HOME = '/account/tokens'
/** Any base would do: it only tells whether a path leads away from it. */
const BASE = 'http://patmint.invalid'

/**
 * Where to go on after signing in. Only a path of this server counts: anything that a browser could read as another
 * host (`//evil`, `/\evil`, a scheme, a hidden control character) becomes the home page.
 */
export function safeReturnTo(text: unknown, home = HOME): string {
  if (typeof text !== 'string' || text.length > 2_000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text)) return home
  const url = URL.parse(text, BASE)
  // Dot segments may still turn `/.//evil` into `//evil`: what the parser made of it is looked at again.
  if (url === null || url.origin !== BASE || /^\/[/\\]/.test(url.pathname)) return home
  return `${url.pathname}${url.search}`
}
