/** What a mail says, before it is text or HTML. */
export type Content = {
  readonly subject: string
  readonly greeting: string
  readonly before: readonly string[]
  readonly link: string
  readonly after: readonly string[]
}

export function toText({ greeting, before, link, after }: Content): string {
  return `${[greeting, ...before, `  ${link}`, ...after].join('\n\n')}\n`
}

/** Says the same. Nothing is loaded from anywhere, and everything that somebody typed is escaped. */
export function toHtml({ greeting, before, link, after }: Content): string {
  const paragraphs = (lines: readonly string[]) =>
    lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')
  const anchor = `<p><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></p>`
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><body style="font-family: sans-serif; line-height: 1.5">
${paragraphs([greeting, ...before])}
${anchor}
${paragraphs(after)}
</body></html>
`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')

/** `Sunday, 22 November 2026, 20:36 UTC`: where the reader is, nobody knows. */
export const inWords = (at: Date): string => `${WORDS.format(at)} UTC`

const WORDS = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})
