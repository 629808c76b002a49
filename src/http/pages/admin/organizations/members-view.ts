import type { Member, PageOf } from '../../../../organizations/index.ts'
import { toMoment } from '../../moments.ts'
import { viewPageLinks } from '../../page-links.ts'
import { accountHref } from '../accounts/account-view.ts'
import { type ConsolePlace, placeHref, placeName } from './place.ts'

/** What `admin/members.eta` shows. */
export const viewMembers = (
  place: ConsolePlace,
  { items, next, after, now }: PageOf<Member> & { readonly after: string; readonly now: Date },
) => ({
  place: placeName(place),
  addHref: `${placeHref(place)}/members/new`,
  pages: viewPageLinks({
    path: placeHref(place),
    parameter: 'members',
    after,
    next,
    label: 'Pages of members',
  }),
  members: items.map(({ accountId, name, email, role, since, disabledAt }) => ({
    href: accountHref(accountId),
    name,
    email,
    isAdmin: role === 'admin',
    isDisabled: disabledAt !== null,
    since: toMoment(since, now),
    changeHref: `${placeHref(place)}/members/${accountId}`,
    removeHref: `${placeHref(place)}/members/${accountId}/remove`,
  })),
})
