import { withQuery } from './admin/choice.ts'

type Given = {
  readonly path: string
  /** The parameter that holds where the page begins. */
  readonly parameter: string
  /** Where this one begins; empty: it is the first. */
  readonly after: string
  readonly next: string | undefined
  /** What else the address says. */
  readonly query?: Readonly<Record<string, string | undefined>>
  /** Of what, where there are several on a page. */
  readonly label?: string
}

/** For `views/partials/pages.eta`: to the first page, where this is another one, and to the next, where there is one. */
export const viewPageLinks = ({ path, parameter, after, next, query = {}, label }: Given) => ({
  label,
  first: after === '' ? undefined : withQuery(path, query),
  next: next === undefined ? undefined : withQuery(path, { ...query, [parameter]: next }),
})
