import { toMoment } from '../../moments.ts'
import { type ListedMembers, viewMemberPages } from '../../read-members.ts'
import { accountHref } from '../accounts/account-view.ts'
import { type ConsolePlace, placeHref, placeName } from './place.ts'

/** What `admin/members.eta` shows. */
export const viewMembers = (
  place: ConsolePlace,
  { members, now }: { readonly members: ListedMembers; readonly now: Date },
) => ({
  place: placeName(place),
  addHref: `${placeHref(place)}/members/new`,
  ...viewMemberPages(placeHref(place), members),
  members: members.items.map(({ accountId, name, email, role, since, disabledAt }) => ({
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
