import { accountState, type ListedAccount } from '../../../../accounts/index.ts'
import type { Membership } from '../../../../organizations/index.ts'
import type { Session } from '../../../../sessions/index.ts'
import { type Token, tokenState } from '../../../../tokens/index.ts'
import { describeDevice } from '../../device.ts'
import { toMoment } from '../../moments.ts'
import { kindInWords } from '../../tokens/standing-view.ts'
import { expiresOf } from '../../tokens/token-view.ts'
import { accountHref, accountPills, roleInWords } from './account-view.ts'
import { whyNotIssuable } from './issuable.ts'

type Given = {
  readonly account: ListedAccount
  /** Some that live. */
  readonly tokens: readonly Token[]
  readonly hasMoreTokens: boolean
  readonly sessions: readonly Session[]
  readonly memberships: readonly Membership[]
  readonly visitorId: string
  readonly now: Date
}

export function viewAccount(given: Given) {
  const { account, sessions, visitorId, now } = given
  const state = accountState(account)
  const isSelf = account.id === visitorId
  return {
    account: {
      href: accountHref(account.id),
      name: account.name,
      email: account.email,
      pills: accountPills(account),
      isPerson: account.kind === 'person',
      isAdmin: account.role === 'admin',
      isSelf,
      isDisabled: state === 'disabled',
      isInvited: state === 'invited',
    },
    facts: listFacts(given),
    issue: { why: whyNotIssuable(account, visitorId), href: `${accountHref(account.id)}/tokens/new` },
    tokens: viewTokens(given),
    sessions: sessions.map((session) => viewSession(session, now)),
    memberships: given.memberships.map(viewMembership),
  }
}

function listFacts({ account, memberships, now }: Given) {
  const created = toMoment(account.createdAt, now)
  const changed = toMoment(account.passwordChangedAt, now)
  const owner = memberships.find(({ organization }) => organization.id === account.organizationId)
  return [
    { label: 'E-mail', text: account.email },
    { label: 'Role', text: roleInWords(account) },
    ...(owner === undefined
      ? []
      : [
          {
            label: 'Belongs to',
            link: owner.organization.name,
            href: `/admin/organizations/${owner.organization.slug}`,
          },
        ]),
    { label: 'Since', time: created, sub: created.exact },
    ...(account.kind === 'service'
      ? []
      : account.hasPassword
        ? [{ label: 'Password', time: changed, sub: changed.exact }]
        : [{ label: 'Password', text: 'Not chosen yet', tone: 'amber' }]),
    ...(account.disabledAt === null
      ? []
      : [{ label: 'Disabled', time: toMoment(account.disabledAt, now), tone: 'red' }]),
    { label: 'Account id', code: account.id },
  ]
}

function viewTokens({ account, tokens, hasMoreTokens, now }: Given) {
  return {
    href: `/admin/tokens?account=${account.id}`,
    rows: tokens.map((token) => ({
      href: `/admin/tokens/${token.id}`,
      name: token.name,
      kind: kindInWords(token),
      isSuspended: tokenState(token, now) === 'suspended',
      expires: expiresOf(token, now),
    })),
    hasMore: hasMoreTokens,
  }
}

function viewSession(session: Session, now: Date) {
  const device = describeDevice(session.userAgent)
  return {
    device: device.words,
    isPhone: device.isPhone,
    address: session.address,
    lastSeen: toMoment(session.lastSeenAt, now),
  }
}

const viewMembership = ({ organization, role, workspaces }: Membership) => ({
  href: `/admin/organizations/${organization.slug}`,
  name: organization.name,
  isDisabled: organization.disabledAt !== null,
  role: role === null ? 'Service account' : role === 'admin' ? 'Administrator' : 'Member',
  workspaces: workspaces.map(({ workspace, role: inWorkspace }) =>
    inWorkspace === 'admin' ? `${workspace.name} (administrator)` : workspace.name,
  ),
})
