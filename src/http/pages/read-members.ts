import type { Member, Organizations, PageOf, Place } from '../../organizations/index.ts'
import type { Context } from '../context.ts'
import { queryText } from './page.ts'
import { viewPageLinks } from './page-links.ts'

/** A page of a place's members, and what the address asked for: where it begins, and a part of their names or addresses. */
export type ListedMembers = PageOf<Member> & { readonly after: string; readonly search: string }

export async function readMembers(
  { organizations }: { readonly organizations: Organizations },
  ctx: Context,
  place: Place,
): Promise<ListedMembers> {
  const [after, search] = [queryText(ctx, 'members'), queryText(ctx, 'who').slice(0, 100)]
  return { ...(await organizations.listMemberPage(place, { text: search, after })), after, search }
}

/** For `views/partials/member-search.eta` and `pages.eta`. A list that is on one page needs no search. */
export const viewMemberPages = (path: string, { after, search, next }: ListedMembers) => ({
  search: { isShown: search !== '' || after !== '' || next !== undefined, path, text: search },
  pages: viewPageLinks({
    path,
    parameter: 'members',
    after,
    next,
    query: { who: search },
    label: 'Pages of members',
  }),
})
